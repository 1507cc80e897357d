import { element, setText } from "../../page/dom";

/** All texts; empty where there is nothing to say. */
export interface HeaderView {
  title: string;
  place: string;
  /** Of which past moment everything is; empty where it is the present. */
  past: string;
  drill: string;
  emergency: string;
  closed: string;
  date: string;
  time: string;
  connection: "connecting" | "live" | "lost" | "past";
  connectionText: string;
  asOf: string;
  heard: string;
  partial: boolean;
  /** Why the numbers below may be old. */
  stale: string;
}

/** What is shown, of when, and whether it is fresh. */
export class Header {
  readonly root = element("header", "top");
  readonly stale = element("p", "stale");
  private readonly title = element("h1");
  private readonly place = element("p", "top-place");
  private readonly past = element("p", "badge past");
  private readonly drill = element("p", "badge drill");
  private readonly emergency = element("p", "badge emergency");
  private readonly closed = element("p", "badge closed");
  private readonly date = element("p", "date");
  private readonly time = element("p", "time value");
  private readonly connection = element("p", "connection");
  private readonly asOf = element("p", "as-of");
  private readonly heard = element("p", "heard");

  constructor() {
    this.stale.setAttribute("role", "status");
    this.past.setAttribute("role", "status");
    this.root.append(
      element("div", "titles", this.title, this.place),
      element("div", "badges", this.past, this.emergency, this.drill, this.closed),
      element("div", "fresh", this.connection, element("div", "fresh-line", this.asOf, this.heard)),
      element("div", "clock", this.time, this.date),
    );
  }

  draw(view: HeaderView): void {
    document.title = [view.past, view.drill, view.emergency, view.place, view.title].filter(Boolean).join(" · ") || "GridGrains";
    setText(this.title, view.title);
    setText(this.place, view.place);
    show(this.past, view.past);
    show(this.drill, view.drill);
    show(this.emergency, view.emergency);
    show(this.closed, view.closed);
    setText(this.date, view.date);
    setText(this.time, view.time);
    setText(this.connection, view.connectionText);
    this.connection.dataset["state"] = view.connection;
    show(this.asOf, view.asOf);
    show(this.heard, view.heard);
    this.heard.classList.toggle("partial", view.partial);
    show(this.stale, view.stale);
  }
}

function show(node: HTMLElement, text: string): void {
  setText(node, text);
  node.hidden = text === "";
}
