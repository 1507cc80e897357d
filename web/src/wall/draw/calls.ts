import { element, setText } from "../../page/dom";

/** What the panel says. */
export interface CallsView {
  muster?: { title: string; figures: string; meta: string; state: "complete" | "waiting" | "late" } | undefined;
  tasks?: { title: string; figures: string; meta: string; state: "complete" | "waiting" | "late" } | undefined;
  missing?: { title: string; figures: string; names: string } | undefined;
}

/** The muster's clock, the tasks of an emergency, and who has not sent the day's report. */
export class Calls {
  readonly root = element("section", "panel calls");
  private readonly muster = line("muster");
  private readonly tasks = line("tasks");
  private readonly missing = line("missing");

  constructor() {
    this.root.append(this.muster.root, this.tasks.root, this.missing.root);
  }

  draw({ muster, tasks, missing }: CallsView): void {
    this.root.hidden = muster === undefined && tasks === undefined && missing === undefined;
    fill(this.muster, muster?.title, muster?.figures, muster?.meta);
    if (muster) this.muster.root.dataset["state"] = muster.state;
    fill(this.tasks, tasks?.title, tasks?.figures, tasks?.meta);
    if (tasks) this.tasks.root.dataset["state"] = tasks.state;
    fill(this.missing, missing?.title, missing?.figures, missing?.names);
  }
}

type Line = ReturnType<typeof line>;

function line(kind: string) {
  const title = element("h2");
  const figures = element("span", "value");
  const meta = element("p", "call-meta");
  return { root: element("div", `call ${kind}`, element("div", "call-head", title, figures), meta), title, figures, meta };
}

function fill(made: Line, title: string | undefined, figures = "", meta = ""): void {
  made.root.hidden = title === undefined;
  setText(made.title, title ?? "");
  setText(made.figures, figures);
  setText(made.meta, meta);
}
