import { element, setText } from "../../page/dom";
import { faultOf } from "../codes";
import { canScan, scan } from "../scan";
import type { Words } from "../words";
import { button, labelled, setFault } from "./controls";

export interface CodeFieldOptions {
  label: string;
  say: Words;
  hint?: string;
  /** What digits from the keypad make; without it they are the code. */
  ofDigits?: (digits: string) => string;
  /** Whether there is a button to scan it, where the browser can. */
  scans?: boolean;
  /** Buttons left and right of the code, to the one before and the one after. */
  beside?: [HTMLElement, HTMLElement];
  changed: () => void;
}

export interface CodeField {
  root: HTMLElement;
  value(): string;
  /** Puts a code in, as a suggestion: the keypad's first digit replaces it. */
  set(code: string): void;
  /** Answers whether the code may be sent, and says below the field what is wrong where it may not. */
  check(): boolean;
  focus(): void;
  leave(): void;
}

/** A code, typed with big keys, scanned, or typed with the phone's own keyboard. */
export function codeField({ label, say, hint = "", ofDigits, scans = false, beside, changed }: CodeFieldOptions): CodeField {
  const input = element("input", "code");
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, autocapitalize: "off", maxLength: 64, enterKeyHint: "done" });
  const field = labelled(label, input);
  const keypad = element("div", "keypad");
  keypad.id = `${input.id}-keypad`;
  keypad.hidden = true;
  let digits: string | undefined;

  const press = (key: string): void => {
    if (key === "erase") digits = (digits ?? (ofDigits ? "" : input.value)).slice(0, -1);
    else digits = ofDigits && (digits ?? "").length >= 5 ? digits : (digits ?? "") + key;
    input.value = ofDigits ? (digits === "" ? "" : ofDigits(digits!)) : digits!;
    edited();
  };
  for (const key of ["1", "2", "3", "4", "5", "6", "7", "8", "9"]) keypad.append(button(key, "key", () => press(key)));
  // The phone's own keyboard, for codes with letters.
  const letters = button(say.letters, "key quiet", () => {
    input.inputMode = "text";
    show(false);
    input.focus();
  });
  const erase = button("⌫", "key quiet", () => press("erase"));
  erase.setAttribute("aria-label", say.erase);
  keypad.append(letters, button("0", "key", () => press("0")), erase);

  const toggle = button(say.change, "tool", () => show(keypad.hidden));
  toggle.setAttribute("aria-controls", keypad.id);
  const scanner = element("div", "scanner");
  scanner.hidden = true;
  let stop: (() => void) | undefined;
  const scanButton = button(say.scan, "tool", () => (stop ? stopScan() : void startScan()));
  const tools = element("div", "tools", toggle, ...(scans && canScan() ? [scanButton] : []));
  const row = element("div", "code-row");
  field.control.replaceWith(row);
  row.append(...(beside ? [beside[0], field.control, beside[1]] : [field.control]), tools);
  const root = element("div", "code-field", field.root, scanner, keypad);

  input.addEventListener("input", () => {
    digits = undefined;
    edited();
  });

  function edited(): void {
    setFault(field, undefined, hint);
    changed();
  }

  function show(open: boolean): void {
    keypad.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    setText(toggle, open ? say.keypadDone : say.change);
    // With the big keys shown, the phone's own keyboard stays away; a real keyboard works all the same.
    if (open) input.inputMode = "none";
  }

  async function startScan(): Promise<void> {
    setText(scanButton, say.stopScan);
    stop = await scan(scanner, say, (code) => {
      stopScan();
      digits = undefined;
      input.value = code;
      edited();
      field.control.focus();
    }, () => {
      stopScan();
      setFault(field, say.scanFailed);
    });
    if (scanner.hidden) stopScan();
  }

  function stopScan(): void {
    stop?.();
    stop = undefined;
    setText(scanButton, say.scan);
  }

  show(false);
  setFault(field, undefined, hint);
  return {
    root,
    value: () => input.value.trim(),
    set(code) {
      digits = undefined;
      input.value = code;
      setFault(field, undefined, hint);
    },
    check() {
      const fault = faultOf(input.value.trim());
      setFault(field, fault === undefined ? undefined : say.faults[fault], hint);
      if (fault !== undefined) input.focus();
      return fault === undefined;
    },
    focus: () => input.focus(),
    leave: stopScan,
  };
}
