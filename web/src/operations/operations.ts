import "../page/base.css";
import "./operations.css";
import { Refusal, Rest } from "@gridgrains/client";
import { readLanguage, startAgainOnNewToken, takeToken } from "../page/address";
import { element } from "../page/dom";
import { PageTheme, readTheme } from "../page/theme";
import { draw } from "./draw";
import { viewOf } from "./view";
import { words } from "./words";

/** The silos say how they are every two seconds. */
const interval = 2_000;

const page = document.querySelector("main")!;
const language = readLanguage(location.search, navigator.language);
const say = words[language];
const token = takeToken();
startAgainOnNewToken();
new PageTheme(readTheme(location.search));
document.documentElement.lang = language;
document.title = say.title;

if (token) void follow(new Rest(token));
else tell(say.noToken);

async function follow(rest: Rest): Promise<void> {
  for (;;) {
    try {
      page.replaceChildren(...draw(viewOf(await rest.operations(), say), say));
    } catch (failure) {
      if (failure instanceof Refusal && (failure.problem.status === 401 || failure.problem.status === 403)) return tell(say.notAllowed);
      tell(say.failed);
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

function tell(sentence: string): void {
  page.replaceChildren(element("h1", "empty", say.title), element("p", "empty", sentence));
}
