import { element, ElementList, setCoverage, setText } from "../../page/dom";
import { actionsOf, type Route } from "../actions";
import { tally } from "../entries";
import { figures, headlines, unread, type Figure, type Headline } from "../model";
import { button } from "../parts/controls";
import type { MakeScreen } from "../screen";

/** What remains, and what can be done about it. */
export const home: MakeScreen = ({ app, language, say, go }) => {
  const closed = element("p", "banner", say.closed);
  const cards = element("section", "headlines");
  const counts = element("section", "figures");
  counts.setAttribute("aria-label", say.counts);
  const entriesLine = element("span", "more");
  const entries = button("", "row-button", () => go("entries"));
  entries.append(element("span", "name", say.entriesTitle), entriesLine);
  const noticesLine = element("span", "more");
  const notices = button("", "row-button", () => go("notices"));
  notices.append(element("span", "name", say.noticesTitle), noticesLine);
  const alertsLine = element("span", "more");
  const alerts = button("", "row-button", () => go("alerts"));
  alerts.append(element("span", "name", say.alertsTitle), alertsLine);
  const waitingForNumbers = element("p", "hint", say.noNumbers);
  const root = element("div", "home", closed, alerts, notices, cards, waitingForNumbers, entries, counts);

  const cardList = new ElementList<Headline, ReturnType<typeof card>>(cards, (one) => one.code, card, (made, one) => {
    setText(made.name, one.name);
    setText(made.remaining, one.complete ? say.allDone : one.remaining);
    made.root.classList.toggle("complete", one.complete);
    made.word.hidden = one.complete;
    setText(made.done, say.done(one.done, one.target));
    setCoverage(made.root, one.coverage);
  });
  const figureList = new ElementList<Figure, ReturnType<typeof figure>>(counts, (one) => one.code, figure, (made, one) => {
    setText(made.name, one.name);
    setText(made.value, one.value);
  });

  function card() {
    const name = element("h2");
    const remaining = element("span", "value");
    const word = element("span", "word", say.remaining);
    const done = element("p", "done");
    const bar = element("div", "bar", element("div", "fill"));
    bar.setAttribute("aria-hidden", "true");
    return { root: element("article", "headline", name, element("p", "remaining", ...(language === "zh" ? [word, remaining] : [remaining, word])), bar, done), name, remaining, word, done };
  }

  const footer = element("nav", "actions");
  footer.setAttribute("aria-label", say.actions);
  let drawnActions = "";

  function drawActions(): void {
    const { campaign, catalogue } = app.state;
    const actions = campaign && catalogue && campaign.state === "open" ? actionsOf(campaign, catalogue) : [];
    if (drawnActions === actions.join()) return;
    drawnActions = actions.join();
    const names: Partial<Record<Route, string>> = { muster: say.muster, household: say.household, tube: say.tube, doorstep: say.doorstepShort, duty: say.duty, needs: say.needs, issues: say.issues, zero: say.zero, other: say.more };
    footer.replaceChildren(...actions.map((route, i) => button(names[route]!, i < 2 ? "action main" : "action", () => go(route))));
  }

  return {
    title: () => "",
    root,
    footer,
    update() {
      const { campaign, snapshot } = app.state;
      closed.hidden = campaign?.state !== "closed";
      cardList.draw(headlines(app.state, language));
      figureList.draw(figures(app.state, language));
      waitingForNumbers.hidden = snapshot !== undefined;
      const { waiting, refused, acknowledged } = tally(app.state.entries);
      setText(entriesLine, say.entriesLine(waiting, refused, acknowledged));
      entries.classList.toggle("refused", refused > 0);
      entries.classList.toggle("waiting", waiting > 0);
      const standing = app.state.alerts;
      alerts.hidden = standing.length === 0;
      setText(alertsLine, say.alertsLine(standing.length));
      alerts.classList.toggle("refused", standing.some((one) => one.severity === "critical" && !one.acknowledged));
      alerts.classList.toggle("waiting", standing.some((one) => one.severity !== "info"));
      const fresh = unread(app.state).length;
      notices.hidden = app.state.notices.length === 0;
      setText(noticesLine, fresh > 0 ? say.newNotices(fresh) : "");
      notices.classList.toggle("unread", fresh > 0);
      drawActions();
      footer.hidden = drawnActions === "";
    },
  };
};

function figure() {
  const name = element("p", "name");
  const value = element("p", "value");
  return { root: element("article", "figure", name, value), name, value };
}
