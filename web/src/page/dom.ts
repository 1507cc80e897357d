// The only ways in which the pages touch the document: elements, text nodes, classes, attributes and custom properties.

type Child = Node | string;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Writes only what differs, so that the browser lays out only what changed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** 0 to 1 as the custom property that the style sheet makes colours and bars of; without a value, none. */
export function setCoverage(node: HTMLElement, coverage: number | undefined): void {
  node.classList.toggle("covered", coverage !== undefined);
  if (coverage === undefined) node.style.removeProperty("--coverage");
  else node.style.setProperty("--coverage", coverage.toFixed(4));
}

/** Keeps one element for every item, in the items' order; elements are made once and then updated. */
export class ElementList<Item, Made extends { root: HTMLElement }> {
  private readonly made = new Map<string, Made>();

  constructor(
    private readonly parent: HTMLElement,
    private readonly key: (item: Item) => string,
    private readonly make: (item: Item) => Made,
    private readonly update: (made: Made, item: Item) => void,
  ) {}

  draw(items: Item[]): void {
    const gone = new Set(this.made.keys());
    items.forEach((item, i) => {
      const key = this.key(item);
      gone.delete(key);
      let made = this.made.get(key);
      if (made === undefined) this.made.set(key, (made = this.make(item)));
      if (this.parent.children[i] !== made.root) this.parent.insertBefore(made.root, this.parent.children[i] ?? null);
      this.update(made, item);
    });
    for (const key of gone) {
      this.made.get(key)?.root.remove();
      this.made.delete(key);
    }
  }
}

/** Draws at most once a frame, with what is newest then. */
export function oncePerFrame(draw: () => void): () => void {
  let pending = false;
  return () => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      draw();
    });
  };
}

/** A pointer that has rested for so many milliseconds has no place on a wall. */
export function hideRestingPointer(after: number): void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  addEventListener("pointermove", () => {
    document.body.classList.remove("resting");
    clearTimeout(resting);
    resting = setTimeout(() => document.body.classList.add("resting"), after);
  });
}
