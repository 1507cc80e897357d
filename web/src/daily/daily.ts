import "../page/base.css";
import "../page/sheet.css";
import { campaignTime, Rest, ServiceClock } from "@gridgrains/client";
import { startAgainOnNewToken, takeToken } from "../page/address";
import { element } from "../page/dom";
import { PageTheme, readTheme } from "../page/theme";
import { draw } from "./draw";
import { addressOf, dayAfter, dayAt, readDaily, type DailyRequest } from "./request";
import { viewOf } from "./view";
import { words } from "./words";

const page = document.querySelector("main")!;
const request = readDaily(location.search, navigator.language);
const token = takeToken();
startAgainOnNewToken();
new PageTheme(readTheme(location.search));

if (request && token) {
  document.documentElement.lang = request.language;
  tell(words[request.language].loading);
  show(request, token).catch((failure: unknown) => tell(`${words[request.language].failed} ${failure instanceof Error ? failure.message : String(failure)}`));
} else tell(words.zh.noAddress, words.en.noAddress);

async function show(request: DailyRequest, token: string): Promise<void> {
  const clock = new ServiceClock();
  const rest = new Rest(token, { clock });
  const [campaign, catalogue] = await Promise.all([rest.campaign(request.campaign), rest.catalogue()]);
  const { language } = request;
  const say = words[language];
  const asked = { ...request, date: request.date ?? dayAt(campaignTime(campaign, clock.now())) };
  document.title = `${say.title} ${asked.date}`;
  const report = await rest.daily(request.campaign, request.place, asked.date);
  const links = {
    before: addressOf({ ...asked, date: dayAfter(asked.date, -1) }),
    after: addressOf({ ...asked, date: dayAfter(asked.date, 1) }),
    other: addressOf({ ...asked, language: language === "zh" ? "en" : "zh" }),
    print: () => window.print(),
  };
  page.replaceChildren(...(report ? draw(viewOf(report, campaign, catalogue, language), say, links) : [element("p", "empty", say.none)]));
}

function tell(...sentences: string[]): void {
  page.replaceChildren(element("h1", "empty", "GridGrains"), ...sentences.map((text) => element("p", "empty", text)));
}
