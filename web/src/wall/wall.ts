import "../page/base.css";
import "./wall.css";
import { readAddress, startAgainOnNewToken, takeToken, type Address } from "../page/address";
import { element, oncePerFrame } from "../page/dom";
import { wallDrawing } from "./draw";
import { follow, type Hub } from "@gridgrains/client";
import * as model from "./model";
import { Rest } from "@gridgrains/client";
import { words } from "../page/words";

/** How often a place without a name may be a reason to ask for names again, in milliseconds. */
const namesInterval = 10_000;

const page = document.querySelector("main")!;
const address = readAddress(location.search, navigator.language);
const token = takeToken();
startAgainOnNewToken();

if (address && token) run(address, token);
else page.replaceChildren(element("p", "empty", words.zh.noAddress, element("br"), words.en.noAddress));

function run({ campaign, place, language, count }: Address, token: string): void {
  document.documentElement.lang = language;
  const rest = new Rest(token);
  const draw = wallDrawing(page, language);
  const drawSoon = oncePerFrame(() => draw(model.wallOf(state, language)));
  let state = model.nothing;
  let counts: string[] = [];
  let namesAskedAt = 0;

  void follow(token, {
    connection: (connection, why) => take(model.withConnection(state, connection, why)),
    snapshot: (snapshot) => {
      if (snapshot.place === place) take(model.withSnapshot(state, snapshot));
    },
    tree: (tree) => {
      take(model.withTree(state, tree));
      if (performance.now() > namesAskedAt + namesInterval && model.lacksNames(state, place)) loadNames().catch(() => {});
    },
    prepare: async () => {
      const [catalogue, told] = await Promise.all([rest.catalogue(), rest.campaign(campaign), loadNames()]);
      counts = model.chosenCounts(told, count);
      take({ ...state, catalogue, campaign: told });
    },
    connected: async (hub: Hub) => {
      await hub.watch(campaign, [place]);
      await hub.watchTree(campaign, place, counts, 1);
    },
  });

  async function loadNames(): Promise<void> {
    namesAskedAt = performance.now();
    take(model.withFamily(state, await rest.children(campaign, place)));
  }

  function take(next: model.State): void {
    state = next;
    drawSoon();
  }
}
