import { element, ElementList, setText } from "../../page/dom";
import { visitsOf } from "../actions";
import { doorCode } from "../codes";
import { known, remainingDoors } from "../model";
import { button } from "../parts/controls";
import type { MakeScreen } from "../screen";
import { chooseDoor } from "./household";

// More than anybody walks in a day; the rest comes as these are done.
const most = 300;

/** The doors that are not done yet: one tap goes to one. */
export const doors: MakeScreen = ({ app, say, back }) => {
  const { campaign, catalogue } = app.state;
  const main = (campaign && catalogue ? visitsOf(campaign, catalogue) : [])[0]?.code ?? "households.canvassed";
  const list = element("ul", "doors");
  const empty = element("p", "hint");
  const items = new ElementList<{ code: string; revisit: boolean }, ReturnType<typeof item>>(list, (door) => door.code, item, (made, door) => {
    made.code = door.code;
    setText(made.name, door.code);
    setText(made.mark, door.revisit ? say.revisit : "");
  });

  function item() {
    const name = element("span", "code");
    const mark = element("span", "mark");
    const made = { root: element("li"), name, mark, code: "" };
    const choose = button("", "door-button", () => {
      chooseDoor(made.code);
      back();
    });
    choose.append(name, mark);
    made.root.append(choose);
    return made;
  }

  void app.learn(main, "households.revisit");
  return {
    title: () => say.doorsTitle,
    root: element("div", "", empty, list),
    update() {
      const expected = app.state.snapshot?.expected["households"] ?? app.state.place?.attributes["households"];
      const households = typeof expected === "number" ? expected : 0;
      const done = known(app.state, main);
      const revisit = known(app.state, "households.revisit");
      const left = remainingDoors(households, (n) => doorCode(n, households), (code) => (done.get(code)?.value ?? 0) > 0, (code) => (revisit.get(code)?.value ?? 0) > 0);
      items.draw(left.slice(0, most));
      setText(empty, households === 0 ? say.unknownDoors : left.length === 0 ? say.noDoors : "");
      empty.hidden = empty.textContent === "";
      list.hidden = left.length === 0;
    },
  };
};
