import { element } from "../../page/dom";
import { alertList } from "../parts/alerts";
import type { MakeScreen } from "../screen";

/** What stands here and must be looked at. It clears by itself when it is mended. */
export const alerts: MakeScreen = (context) => {
  const { app, say } = context;
  const none = element("p", "hint shown", say.alertsNone);
  const list = alertList(context, 100);
  return {
    title: () => say.alertsTitle,
    root: element("div", "", none, list.root),
    update() {
      list.update();
      none.hidden = app.state.alerts.length > 0;
    },
  };
};
