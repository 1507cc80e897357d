import { element, setText } from "../../page/dom";

/** A button that does something. */
export function button(text: string, className: string, act: () => void): HTMLButtonElement {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

let fields = 0;

/** A control under its label. */
export function labelled<T extends HTMLInputElement | HTMLSelectElement>(text: string, control: T, className = "field"): { root: HTMLElement; control: T; hint: HTMLElement } {
  control.id = `field-${++fields}`;
  const label = element("label", "", text);
  label.htmlFor = control.id;
  const hint = element("p", "hint");
  hint.id = `${control.id}-hint`;
  hint.hidden = true;
  control.setAttribute("aria-describedby", hint.id);
  return { root: element("div", className, label, control, hint), control, hint };
}

/** Says below a control what is wrong with it; nothing takes it away. */
export function setFault(field: { control: HTMLElement; hint: HTMLElement }, fault: string | undefined, hint = ""): void {
  setText(field.hint, fault ?? hint);
  field.hint.hidden = (fault ?? hint) === "";
  field.hint.classList.toggle("fault", fault !== undefined);
  field.control.setAttribute("aria-invalid", String(fault !== undefined));
}

/** Numbers to choose from by one tap each. */
export function numberChips(from: number, to: number, label: (n: number) => string, act: (n: number) => void): HTMLElement {
  const chips = element("div", "chips");
  for (let n = from; n <= to; n++) {
    const chip = button(String(n), "chip", () => act(n));
    chip.setAttribute("aria-label", label(n));
    chips.append(chip);
  }
  return chips;
}

/** The same in two parts: the usual ones, and a button that shows those from `more` on. */
export function numberChoice(usual: number, largest: number, say: { registered: (n: number) => string; more: (from: number) => string; fewer: string }, act: (n: number) => void): { usual: HTMLElement; rest: HTMLElement; toggle: HTMLButtonElement } {
  const rest = numberChips(usual + 1, largest, say.registered, act);
  rest.hidden = true;
  const toggle = button(say.more(usual + 1), "tool", () => {
    rest.hidden = !rest.hidden;
    setText(toggle, rest.hidden ? say.more(usual + 1) : say.fewer);
    toggle.setAttribute("aria-expanded", String(!rest.hidden));
  });
  toggle.setAttribute("aria-expanded", "false");
  toggle.hidden = largest <= usual;
  return { usual: numberChips(1, Math.min(usual, largest), say.registered, act), rest, toggle };
}
