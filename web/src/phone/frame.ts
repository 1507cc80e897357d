import { element, setText } from "../page/dom";
import type { Language } from "../page/address";
import { currentToken, readClaims, tokenIn } from "./token";
import { button, labelled, setFault } from "./parts/controls";
import { placeName } from "./model";
import type { App } from "./app";
import { timeText } from "./figures";
import { words } from "./words";

// A shift's warning: long enough to reach whoever sends links.
const warnBefore = 30 * 60_000;

export interface Frame {
  root: HTMLElement;
  /** Puts a screen's elements in, with its title; an empty one is the place's name. */
  show(root: HTMLElement, footer: HTMLElement | undefined, title: string, isHome: boolean): void;
  announce(text: string): void;
  update(): void;
}

/** What is around every screen: name, campaign, language, connection, and the token's troubles. */
export function frame(app: App, language: Language, back: () => void, switchLanguage: () => void): Frame {
  const say = words[language];
  const title = element("h1");
  title.tabIndex = -1;
  const within = element("p", "within");
  const backButton = button("‹", "step back", back);
  backButton.setAttribute("aria-label", say.back);
  const languageButton = button(say.other, "step language", switchLanguage);
  languageButton.setAttribute("aria-label", `${say.other} · ${say.otherTitle}`);
  languageButton.lang = language === "zh" ? "en" : "zh";
  const campaigns = element("nav", "campaigns");
  campaigns.setAttribute("aria-label", say.campaign);
  const connection = element("p", "connection");
  const emergency = element("p", "emergency", say.emergency);
  const drill = element("p", "drill");
  const token = tokenBanner(app, language);
  const head = element("header", "", element("div", "bar-top", backButton, element("div", "titles", title, within), languageButton), campaigns, element("div", "statuses", emergency, drill, connection), token.root);
  const main = element("main");
  main.tabIndex = -1;
  const end = element("footer");
  const live = element("p", "live");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  const scroller = element("div", "scroller", head, main);
  const root = element("div", "frame", scroller, end, live);
  let screenTitle = "";
  let drawnCampaigns = "";

  function drawCampaigns(): void {
    const { campaign } = app.state;
    const shown = app.state.campaigns.length > 0 ? app.state.campaigns : campaign ? [campaign] : [];
    const key = shown.map((one) => one.id).join() + campaign?.id;
    if (drawnCampaigns === key) return;
    drawnCampaigns = key;
    campaigns.replaceChildren(...shown.map((one) => {
      const name = (language === "en" ? one.titleEn : undefined) ?? one.title;
      if (shown.length === 1) return element("p", "campaign", name);
      const link = element("a", "campaign", name);
      link.href = `?${new URLSearchParams({ campaign: one.id, place: app.where.place })}`;
      if (one.id === campaign?.id) link.setAttribute("aria-current", "page");
      return link;
    }));
  }

  return {
    root,
    show(content, footer, name, isHome) {
      screenTitle = name;
      main.replaceChildren(content);
      end.replaceChildren(...(footer ? [footer] : []));
      backButton.hidden = isHome;
      campaigns.hidden = !isHome;
      scroller.scrollTop = 0;
      token.fold(isHome);
      this.update();
    },
    announce(text) {
      // The same words said twice are a change only if there was nothing between.
      live.textContent = "";
      requestAnimationFrame(() => setText(live, text));
    },
    update() {
      const { state } = app;
      const name = placeName(state.snapshot ?? state.place, language) || app.where.place;
      setText(title, screenTitle || name);
      document.title = screenTitle ? `${screenTitle} · ${name}` : name;
      // On a screen the title is what is done, and this where.
      setText(within, screenTitle ? name : state.place === undefined ? "" : placeName(state.parent, language) || app.where.place);
      drawCampaigns();
      const asOf = state.snapshot ? ` · ${say.asOf(timeText(Date.parse(state.snapshot.asOf)))}` : "";
      const reached = navigator.onLine ? state.connection : "lost";
      setText(connection, say[reached] + (reached === "live" ? "" : asOf));
      connection.dataset["state"] = reached;
      // Where the token is the reason, that is said, and not that there is no network.
      connection.hidden = state.tokenTrouble !== undefined && reached !== "live" && navigator.onLine;
      emergency.hidden = state.campaign?.emergency === undefined;
      const speed = state.campaign?.drill?.speed;
      setText(drill, speed === undefined ? "" : say.drill(String(speed)));
      drill.hidden = speed === undefined;
      token.update();
    },
  };
}

/** Entries go on without a token, so on screens where they are made this is folded up. */
function tokenBanner(app: App, language: Language): { root: HTMLElement; update(): void; fold(open: boolean): void } {
  const say = words[language];
  const heading = element("summary", "", say.tokenTitle);
  const text = element("p");
  const field = labelled(say.tokenField, element("input", ""));
  Object.assign(field.control, { type: "text", autocomplete: "off", spellcheck: false, name: "link" });
  const use = element("button", "action main", say.tokenUse);
  const form = element("form", "", field.root, use);
  const fold = element("details", "token banner", heading, text, form);
  const ending = element("p", "banner");
  const root = element("div", "", fold, ending);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = tokenIn(field.control.value);
    setFault(field, found === undefined ? say.tokenWrong : undefined);
    if (found === undefined) return field.control.focus();
    field.control.value = "";
    app.useToken(found);
  });

  return {
    root,
    fold(open) {
      fold.open = open;
    },
    update() {
      const { tokenTrouble, hindrance } = app.state;
      const expires = readClaims(currentToken() ?? "").expires;
      const isOver = expires !== undefined && app.outbox.clock.isSure && expires < app.outbox.clock.now();
      const trouble = tokenTrouble ?? (hindrance === "token" || hindrance === "forbidden" ? hindrance : isOver ? "token" : undefined);
      const endsSoon = trouble === undefined && expires !== undefined && expires - app.outbox.clock.now() < warnBefore;
      fold.hidden = trouble === undefined;
      ending.hidden = !endsSoon;
      root.hidden = fold.hidden && ending.hidden;
      setText(text, trouble === "token" ? say.tokenExpired : trouble === "forbidden" ? say.tokenForbidden : say.tokenMissing);
      setText(ending, expires === undefined ? "" : say.tokenEnds(timeText(expires)));
    },
  };
}
