import "./style.css";
import type { Language } from "../page/address";
import { element, oncePerFrame } from "../page/dom";
import { Rest } from "@gridgrains/client";
import { routeOf, type Route } from "./actions";
import { App, type Where } from "./app";
import { frame, type Frame } from "./frame";
import { recall, remember } from "./remembered";
import type { Context, MakeScreen, Screen } from "./screen";
import { alerts } from "./screens/alerts";
import { area } from "./screens/area";
import { doors } from "./screens/doors";
import { duty } from "./screens/duty";
import { entries } from "./screens/entries";
import { home } from "./screens/home";
import { household } from "./screens/household";
import { notices } from "./screens/notices";
import { other } from "./screens/other";
import { stages } from "./screens/stages";
import { tube } from "./screens/tube";
import { muster } from "./screens/muster";
import { zero } from "./screens/zero";
import { keepShell } from "./shell";
import { Fates } from "./fates";
import { currentToken, keepToken, readClaims, takeToken, tokenIn } from "./token";
import { button, labelled, setFault } from "./parts/controls";
import { words } from "./words";

const screens: Record<Route, MakeScreen> = {
  home, muster, household, doors, tube, duty, zero, other, alerts, notices, entries,
  doorstep: stages("doorstep", "doorstep"), needs: stages("needs", "needs"), issues: stages("issues", "issues"),
};

const page = document.querySelector("#phone")!;
takeToken();
let language = chooseLanguage();
document.documentElement.lang = language;
void start();

async function start(): Promise<void> {
  keepShell();
  const where = await whereToGo();
  if (where === undefined) return askForLink();
  remember("where", where);
  try {
    await run(where);
  } catch {
    page.replaceChildren(element("main", "empty", element("p", "banner", words.zh.noStorage), element("p", "banner", words.en.noStorage)));
  }
}

async function run(where: Where): Promise<void> {
  let screen: Screen | undefined;
  let made: Frame | undefined;
  let shown = "";
  const drawSoon = oncePerFrame(draw);
  const app = await App.open(where, drawSoon);

  const go = (route: Route): void => {
    location.hash = route;
    history.replaceState({ inside: true }, "", location.href);
  };

  // The phone's own back button does the same. Where the page was opened on a screen, there is nothing behind it.
  const back = (): void => {
    if ((history.state as { inside?: boolean } | null)?.inside) return history.back();
    history.replaceState(null, "", location.pathname + location.search);
    draw();
  };

  function draw(): void {
    const isArea = app.state.place?.leaf === false;
    const ready = app.state.campaign !== undefined && app.state.catalogue !== undefined;
    const route = isArea || !ready ? "home" : routeOf(location.hash);
    const key = `${language} ${route} ${isArea}`;
    if (key !== shown) build(route, isArea, key);
    made!.update();
    screen!.update();
    sayFates();
  }

  // What somebody has just entered is said by its screen; what became of it later, by this.
  const fates = new Fates((text) => made!.announce(text));
  function sayFates(): void {
    fates.look(app.state.entries, words[language]);
  }

  function build(route: Route, isArea: boolean, key: string): void {
    const isFirst = shown === "";
    screen?.leave?.();
    if (made === undefined || !shown.startsWith(language)) {
      made = frame(app, language, back, switchLanguage);
      page.replaceChildren(made.root);
    }
    shown = key;
    const context: Context = { app, language, say: words[language], go, back, announce: (text) => made!.announce(text) };
    screen = (isArea ? area : screens[route])(context);
    made.show(screen.root, screen.footer, screen.title(), route === "home");
    // A screen reader says where it has come to; on the first screen it begins by itself.
    if (!isFirst) page.querySelector("h1")?.focus({ preventScroll: true });
  }

  function switchLanguage(): void {
    language = language === "zh" ? "en" : "zh";
    remember("language", language);
    const query = new URLSearchParams(location.search);
    query.set("lang", language);
    history.replaceState(null, "", `${location.pathname}?${query}${location.hash}`);
    document.documentElement.lang = language;
    draw();
    page.querySelector<HTMLElement>(".language")?.focus();
  }

  draw();
  addEventListener("hashchange", () => {
    const before = currentToken();
    const token = takeToken();
    if (token !== undefined && token !== before) app.useToken(token);
    draw();
  });
  // A link opened in another tab brings a token for this one as well.
  addEventListener("storage", (event) => event.key?.endsWith(".token") && currentToken() !== undefined && app.useToken(currentToken()!));
  addEventListener("online", () => {
    app.hurry();
    drawSoon();
  });
  addEventListener("offline", drawSoon);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.hurry());
}

/** What the address says, else what was said last time, else what the token is for. */
async function whereToGo(): Promise<Where | undefined> {
  const query = new URLSearchParams(location.search);
  const last = recall<Where>("where");
  const token = currentToken();
  const place = query.get("place") ?? last?.place ?? (token === undefined ? undefined : readClaims(token).places[0]);
  if (!place) return undefined;
  const campaign = query.get("campaign") ?? last?.campaign;
  if (campaign) return { campaign, place };
  const open = await new Rest(token ?? "").campaigns().catch(() => []);
  const found = open.find((one) => one.state === "open" && (place === one.root || place.startsWith(`${one.root}.`)));
  return found && { campaign: found.id, place };
}

function chooseLanguage(): Language {
  const named = new URLSearchParams(location.search).get("lang");
  if (named) remember("language", named);
  const wanted = named ?? recall<string>("language") ?? navigator.language;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The page was opened without a link, and there was none before. */
function askForLink(): void {
  const say = words[language];
  const field = labelled(say.tokenField, element("input", ""));
  Object.assign(field.control, { type: "text", autocomplete: "off", spellcheck: false });
  const use = button(say.tokenUse, "action main", () => {
    const token = tokenIn(field.control.value);
    setFault(field, token === undefined ? say.tokenWrong : undefined);
    if (token === undefined) return;
    keepToken(token);
    const search = /\?[^#]*/.exec(field.control.value)?.[0] ?? location.search;
    location.assign(location.pathname + search);
  });
  page.replaceChildren(element("main", "empty", element("h1", "", "GridGrains"), element("p", "", say.noAddress), element("p", "", say.tokenMissing), field.root, use));
}
