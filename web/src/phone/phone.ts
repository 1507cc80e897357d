import "../page/style.css";
import { readAddress, startAgainOnNewToken, takeToken, type Address } from "../page/address";
import { CampaignClock } from "@gridgrains/client";
import { element, ElementList, oncePerFrame, setText } from "../page/dom";
import { follow } from "@gridgrains/client";
import * as model from "../wall/model";
import { sendTube, type Entry } from "./outgoing";
import { Rest } from "@gridgrains/client";
import { words } from "../page/words";

const shownEntries = 8;

const page = document.querySelector("main")!;
const address = readAddress(location.search, navigator.language);
const token = takeToken();
startAgainOnNewToken();

if (address && token) run(address, token);
else page.replaceChildren(element("p", "empty", words.zh.noAddress, element("br"), words.en.noAddress));

function run({ campaign, place, language }: Address, token: string): void {
  document.documentElement.lang = language;
  const say = words[language];
  const rest = new Rest(token);
  const entries: Entry[] = [];
  let state = model.nothing;
  let clock = new CampaignClock(1);

  const title = element("h1");
  const where = element("p", "place");
  const drill = element("p", "badge drill");
  const connection = element("p", "connection");
  const asOf = element("p", "as-of");
  const counts = element("section", "others");
  const sent = element("ul", "sent");
  const area = element("p", "", say.notALeaf);
  const { form, subject, value } = tubeForm();
  page.replaceChildren(title, where, drill, element("div", "state", connection, asOf), form, area, sent, element("h2", "", say.counts), counts);

  const countList = new ElementList<{ code: string; name: string; value: string }, ReturnType<typeof row>>(counts, (c) => c.code, () => row("article", "chip"), (made, count) => {
    setText(made.name, count.name);
    setText(made.value, count.value);
  });
  const entryList = new ElementList<Entry, ReturnType<typeof row>>(sent, (e) => e.id, () => row("li", ""), (made, entry) => {
    setText(made.name, entry.text);
    setText(made.value, entry.why ? `${say[entry.state]}: ${entry.why}` : say[entry.state]);
    made.value.dataset["state"] = entry.state;
  });
  const drawSoon = oncePerFrame(draw);
  drawSoon();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const entry: Entry = { id: newId(), text: `${subject.value} · ${value.value}`, state: "waiting" };
    entries.unshift(entry);
    entries.length = Math.min(entries.length, shownEntries);
    void send(entry, subject.value, value.valueAsNumber);
    subject.value = "";
    subject.focus();
    drawSoon();
  });

  void follow(token, {
    connection: (connection, why) => take(model.withConnection(state, connection, why)),
    snapshot: (snapshot) => {
      if (snapshot.place === place) take(model.withSnapshot(state, snapshot));
    },
    tree: () => {},
    prepare: async () => {
      const [catalogue, told] = await Promise.all([rest.catalogue(), rest.campaign(campaign)]);
      if (state.campaign === undefined) clock = new CampaignClock(told.drill?.speed ?? 1);
      take({ ...state, catalogue, campaign: told });
    },
    connected: (hub) => hub.watch(campaign, [place]),
  });

  async function send(entry: Entry, subject: string, value: number): Promise<void> {
    const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    const refusal = await sendTube({ id: entry.id, subject, value }, (report) => rest.report(campaign, place, report), clock, pause);
    entry.state = refusal ? "refused" : "acknowledged";
    if (refusal) entry.why = [refusal.message, ...Object.values(refusal.problem.errors ?? {}).flat()].join(" ");
    drawSoon();
  }

  function draw(): void {
    const wall = model.wallOf(state, language);
    setText(title, wall.place || "GridGrains");
    setText(where, wall.title);
    setText(drill, wall.drill ?? "");
    drill.hidden = wall.drill === undefined;
    setText(connection, wall.connection.text);
    connection.dataset["state"] = wall.connection.state;
    setText(asOf, wall.asOf);
    const isArea = (state.snapshot?.children.expected ?? 0) > 0;
    form.hidden = isArea;
    area.hidden = !isArea;
    countList.draw([...wall.headlines, ...wall.others]);
    entryList.draw(entries);
  }

  function take(next: model.State): void {
    state = next;
    drawSoon();
  }

  function tubeForm() {
    const subject = element("input");
    Object.assign(subject, { name: "subject", required: true, pattern: "[A-Za-z0-9._:\\-]{1,64}", autocomplete: "off", spellcheck: false });
    const value = element("input");
    Object.assign(value, { name: "value", type: "number", required: true, min: "0", max: "20", value: "10", inputMode: "numeric" });
    const form = element("form", "", element("label", "", say.subject, subject), element("label", "", say.value, value), element("button", "", say.report));
    return { form, subject, value };
  }
}

function row(tag: "article" | "li", className: string) {
  const name = element("p", "name");
  const value = element("p", "value");
  return { root: element(tag, className, name, value), name, value };
}

/** A random UUID, version 4, also where the page came over plain HTTP and the browser offers no randomUUID. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
