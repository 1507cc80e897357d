import type { Notice } from "@gridgrains/client";
import { element, setText } from "../../page/dom";
import type { Words } from "../words";
import { FittingList } from "./list";

/** What the panel needs to put a notice into words. */
export interface NoticeWords {
  say: Words;
  text(notice: Notice): string;
  meta(notice: Notice): string;
  confirmed(notice: Notice): string;
}

/** What was told to the field, newest first, and how many of those it concerns have acknowledged it. */
export class Notices {
  readonly root = element("section", "panel notices");
  private readonly title = element("h2");
  private readonly none = element("p", "none");
  private words!: NoticeWords;
  private readonly list = new FittingList<Notice, ReturnType<typeof item>>((notice) => notice.id, item, (made, notice) => {
    setText(made.title, this.words.text(notice));
    setText(made.meta, this.words.meta(notice));
    setText(made.confirmed, this.words.confirmed(notice));
  });

  constructor() {
    this.root.append(this.title, this.none, this.list.root);
  }

  draw(notices: readonly Notice[] | undefined, words: NoticeWords): void {
    this.words = words;
    this.root.hidden = notices === undefined;
    setText(this.title, words.say.notices);
    setText(this.none, words.say.noNotices);
    this.none.hidden = (notices?.length ?? 0) > 0;
    this.list.root.hidden = !this.none.hidden;
    this.list.draw(notices ?? [], words.say.more);
  }
}

function item() {
  const title = element("p", "item-title notice-text");
  const meta = element("span", "item-place");
  const confirmed = element("span", "item-since");
  return { root: element("li", "item", element("div", "item-text", title, element("p", "item-meta", meta, confirmed))), title, meta, confirmed };
}
