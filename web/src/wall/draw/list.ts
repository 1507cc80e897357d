import { element, ElementList, setText } from "../../page/dom";

/** A wall's size and the length of its texts seldom change; in milliseconds. */
const fitEvery = 2_000;

/** A list that shows as many of its items as there is room for, and says how many more there are. Nobody scrolls a wall. */
export class FittingList<Item, Made extends { root: HTMLElement }> {
  readonly root = element("div", "fitting");
  private readonly box = element("ul");
  private readonly rest = element("p", "more");
  private readonly list: ElementList<Item, Made>;
  private items: readonly Item[] = [];
  private fittedAt = -Infinity;
  private moreText: (more: number) => string = String;

  constructor(key: (item: Item) => string, make: (item: Item) => Made, update: (made: Made, item: Item) => void, private readonly most = 14) {
    this.root.append(this.box, this.rest);
    this.list = new ElementList(this.box, key, make, update);
  }

  draw(items: readonly Item[], moreText: (more: number) => string): void {
    const same = items === this.items && moreText === this.moreText;
    this.items = items;
    this.moreText = moreText;
    this.list.draw(items.slice(0, this.most));
    // To measure makes the browser lay out the page, so it is done when there is something new, and otherwise seldom.
    const now = performance.now();
    if (same && now < this.fittedAt + fitEvery) return;
    this.fittedAt = now;
    this.fit();
  }

  private fit(): void {
    const made = [...this.box.children] as HTMLElement[];
    for (const one of made) one.hidden = false;
    this.rest.hidden = true;
    const room = this.root.clientHeight;
    if (room === 0) return;
    const bottomOf = (one: HTMLElement) => one.offsetTop + one.offsetHeight - this.root.offsetTop;
    let shown = made.filter((one) => bottomOf(one) <= room + 1).length;
    if (shown < this.items.length) {
      this.rest.hidden = false;
      setText(this.rest, this.moreText(this.items.length - shown));
      const left = room - this.rest.offsetHeight;
      shown = Math.max(1, made.filter((one) => bottomOf(one) <= left + 1).length);
      setText(this.rest, this.moreText(this.items.length - shown));
      this.rest.hidden = made[0] !== undefined && bottomOf(made[0]) > left + 1;
    }
    made.forEach((one, i) => (one.hidden = i >= shown));
  }
}
