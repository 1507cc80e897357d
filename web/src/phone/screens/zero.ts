import { element } from "../../page/dom";
import { button } from "../parts/controls";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";

/** Nothing new: asked once more, since it says that nothing is there. */
export const zero: MakeScreen = (context) => {
  const { app, say, back, announce } = context;
  const recent = entryList(context, 3);
  const send = button(say.zeroSend, "action main", () => void app.record([]).then(() => {
    announce(say.saved(say.zeroDone));
    back();
  }));
  return {
    title: () => say.zero,
    root: element("div", "zero", element("p", "question", say.zeroQuestion), element("p", "hint shown", say.zeroHint), recent.root),
    footer: element("div", "panel", send),
    update: () => recent.update(),
  };
};
