import "../page/base.css";
import "../page/sheet.css";
import { Rest } from "@gridgrains/client";
import { startAgainOnNewToken, takeToken } from "../page/address";
import { element } from "../page/dom";
import { PageTheme, readTheme } from "../page/theme";
import { draw } from "./draw";
import { addressOf, readSummary, type SummaryRequest } from "./request";
import { viewOf } from "./view";
import { words } from "./words";

const page = document.querySelector("main")!;
const request = readSummary(location.search, navigator.language);
const token = takeToken();
startAgainOnNewToken();
new PageTheme(readTheme(location.search));

if (request && token) {
  document.documentElement.lang = request.language;
  tell(words[request.language].loading);
  show(request, new Rest(token)).catch((failure: unknown) => tell(`${words[request.language].failed} ${failure instanceof Error ? failure.message : String(failure)}`));
} else tell(words.zh.noAddress, words.en.noAddress);

async function show(request: SummaryRequest, rest: Rest): Promise<void> {
  const { campaign, language } = request;
  const say = words[language];
  const [summary, found, catalogue] = await Promise.all([rest.emergencySummary(campaign), rest.campaign(campaign), rest.catalogue()]);
  const view = viewOf(summary, found, catalogue, language);
  document.title = `${view.title} ${view.place}`;
  const links = { other: addressOf({ campaign, language: language === "zh" ? "en" : "zh" }), print: () => window.print() };
  page.replaceChildren(...draw(view, say, links));
}

function tell(...sentences: string[]): void {
  page.replaceChildren(element("h1", "empty", "GridGrains"), ...sentences.map((text) => element("p", "empty", text)));
}
