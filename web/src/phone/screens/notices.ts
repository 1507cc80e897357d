import type { Notice } from "@gridgrains/client";
import { element, ElementList, setText } from "../../page/dom";
import { button } from "../parts/controls";
import type { MakeScreen } from "../screen";
import { dayTimeText } from "../figures";

/** What was published for this grid, to be acknowledged. */
export const notices: MakeScreen = ({ app, language, say, announce }) => {
  const list = element("ul", "notices");
  const none = element("p", "hint shown", say.noNotices);
  const rows = new ElementList<Notice, ReturnType<typeof make>>(list, (notice) => notice.id, make, (row, notice) => {
    row.notice = notice;
    const { zh, en } = notice.text;
    setText(row.text, (language === "en" ? (en ?? zh) : (zh ?? en)) ?? "");
    setText(row.time, dayTimeText(Date.parse(notice.publishedAt), app.outbox.clock.now()));
    setText(row.reach, say.reach(notice.acknowledgedBy, notice.expected));
    const sending = app.state.acknowledging.includes(notice.id);
    const done = notice.acknowledged === true || sending;
    row.accept.hidden = done;
    row.done.hidden = !done;
    setText(row.done, sending ? say.willAcknowledge : say.isAcknowledged);
    row.root.classList.toggle("unread", !done);
  });

  function make() {
    const text = element("p", "text");
    const time = element("span", "time");
    const reach = element("span", "reach");
    const done = element("p", "done");
    const row = { root: element("li"), text, time, reach, done, accept: button(say.acknowledge, "action main", () => accept(row.notice!)), notice: undefined as Notice | undefined };
    row.root.append(text, element("p", "hint shown", time, " · ", reach), row.accept, done);
    return row;
  }

  function accept(notice: Notice): void {
    app.acknowledge(notice);
    announce(say.isAcknowledged);
  }

  return {
    title: () => say.noticesTitle,
    root: element("div", "", none, list),
    update() {
      rows.draw(app.state.notices);
      none.hidden = app.state.notices.length > 0;
      list.hidden = app.state.notices.length === 0;
    },
  };
};
