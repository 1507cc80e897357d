import type { Post } from "@gridgrains/client";

/** What the panel of posts says, first of all. */
export interface Duty {
  open: number;
  staffed: number;
  short: number;
  /** Open posts that lack somebody, in the order of the tree. */
  lacking: Post[];
}

export function dutyOf(posts: readonly Post[]): Duty {
  const open = posts.filter((post) => post.open);
  const lacking = open.filter((post) => Object.values(post.short).some((people) => people > 0));
  return { open: open.length, staffed: open.length - lacking.length, short: lacking.length, lacking };
}
