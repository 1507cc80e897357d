import "../page/base.css";
import "./wall.css";
import "./paper.css";
import { Feed, Rest, ServiceClock } from "@gridgrains/client";
import { startAgainOnNewToken, takeToken } from "../page/address";
import { element } from "../page/dom";
import { PageTheme } from "../page/theme";
import { Wall } from "./app";
import { renew } from "./renewal";
import { readRequest } from "./request";
import { words } from "./words";

/** How often the wall looks whether the service has a newer page, in milliseconds; somewhat more or less, so that not all walls do at once. */
const renewalInterval = 600_000;

const page = document.querySelector("main")!;
const request = readRequest(location.search, navigator.language);
const token = takeToken();
startAgainOnNewToken();

if (token) run(token);
else {
  new PageTheme(request.theme);
  page.replaceChildren(element("h1", "empty", "GridGrains"), element("p", "empty", words.zh.noAddress, element("br"), words.en.noAddress));
}

function run(token: string): void {
  const clock = new ServiceClock();
  const rest = new Rest(token, { clock });
  const look = () => void renew().catch(() => {});
  let wasLive = false;
  new Wall(page, request, {
    rest, clock,
    connect: (listener) => Feed.connect(token, {
      ...listener,
      connection(state, why) {
        listener.connection?.(state, why);
        // A service that was away may have come back as another version.
        if (state === "live" && wasLive) setTimeout(look, 2_000 + 8_000 * Math.random());
        wasLive ||= state === "live";
      },
    }),
  }, { renew: () => void renew(true).catch(() => {}), family: (campaign, place) => rest.children(campaign, place) });
  const again = () => setTimeout(() => { look(); again(); }, renewalInterval * (0.8 + 0.4 * Math.random()));
  again();
}
