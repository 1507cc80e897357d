import { element, setText } from "../../page/dom";
import { tally } from "../entries";
import { entryList } from "../parts/recent";
import type { MakeScreen } from "../screen";

/** All entries of this phone, and what became of them. */
export const entries: MakeScreen = (context) => {
  const { app, say } = context;
  const line = element("p", "legend");
  const list = entryList(context, undefined);
  return {
    title: () => say.entriesTitle,
    root: element("div", "", line, list.root),
    update() {
      const { waiting, refused, acknowledged } = tally(app.state.entries);
      setText(line, say.entriesLine(waiting, refused, acknowledged));
      list.update();
    },
  };
};
