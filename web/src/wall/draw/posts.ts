import type { Post } from "@gridgrains/client";
import { element, setText } from "../../page/dom";
import type { Duty } from "../duty";
import { numberText, type Words } from "../words";
import { FittingList } from "./list";

/** What the panel needs to put a post into words. */
export interface DutyWords {
  say: Words;
  name(post: Post): string;
  lacks(post: Post): string;
  since(post: Post): string;
}

/** How many posts are open, staffed and short, who is on duty, and which posts lack whom. */
export class Posts {
  readonly root = element("section", "panel posts");
  private readonly title = element("h2");
  private readonly open = figure();
  private readonly staffed = figure();
  private readonly short = figure();
  private readonly onDuty = figure();
  private readonly none = element("p", "none");
  private words!: DutyWords;
  private readonly list = new FittingList<Post, ReturnType<typeof item>>((post) => `${post.place}/${post.id}`, item, (made, post) => {
    setText(made.title, this.words.name(post));
    setText(made.lacks, `${this.words.say.lacks} ${this.words.lacks(post)}`);
    setText(made.since, this.words.since(post));
  });

  constructor() {
    this.root.append(this.title, element("div", "duty-figures", this.onDuty.root, this.open.root, this.staffed.root, this.short.root), this.none, this.list.root);
    this.short.root.classList.add("short");
  }

  draw(duty: Duty | undefined, onDuty: number | undefined, words: DutyWords): void {
    const { say } = (this.words = words);
    this.root.hidden = duty === undefined && onDuty === undefined;
    setText(this.title, say.posts);
    fill(this.onDuty, onDuty, say.onDuty);
    fill(this.open, duty?.open, say.open);
    fill(this.staffed, duty?.staffed, say.staffed);
    fill(this.short, duty?.short, say.short);
    this.short.root.classList.toggle("some", (duty?.short ?? 0) > 0);
    const calm = duty === undefined ? "" : duty.open === 0 ? say.noPostsOpen : duty.short === 0 ? say.allStaffed : "";
    setText(this.none, calm);
    this.none.hidden = calm === "";
    this.list.root.hidden = (duty?.lacking.length ?? 0) === 0;
    this.list.draw(duty?.lacking ?? [], say.more);
  }
}

function figure() {
  const value = element("span", "value");
  const label = element("span", "label");
  return { root: element("p", "duty-figure", value, label), value, label };
}

function fill(made: ReturnType<typeof figure>, value: number | undefined, label: string): void {
  made.root.hidden = value === undefined;
  setText(made.value, numberText(value ?? 0));
  setText(made.label, label);
}

function item() {
  const title = element("p", "item-title");
  const lacks = element("span", "item-lacks");
  const since = element("span", "item-since");
  return { root: element("li", "item", element("div", "item-text", title, element("p", "item-meta", lacks, since))), title, lacks, since };
}
