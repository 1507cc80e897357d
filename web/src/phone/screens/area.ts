import type { Place } from "@gridgrains/client";
import { element, ElementList, setText } from "../../page/dom";
import { nameOf, placeName } from "../model";
import { alertList } from "../parts/alerts";
import { labelled } from "../parts/controls";
import type { MakeScreen } from "../screen";

const filterFrom = 10;
const mostAlerts = 6;

/** An area takes no reports: choose a grid, or go down one level. In the order of the tree. */
export const area: MakeScreen = (context) => {
  const { app, language, say } = context;
  const alerts = alertList(context, mostAlerts);
  const filter = labelled(say.areaFilter, element("input", ""));
  Object.assign(filter.control, { type: "search", autocomplete: "off" });
  filter.control.addEventListener("input", () => draw());
  const list = element("ul", "below");
  const none = element("p", "hint shown", say.areaEmpty);
  const rows = new ElementList<Place, ReturnType<typeof make>>(list, (place) => place.id, make, (row, place) => {
    const query = new URLSearchParams({ campaign: app.where.campaign, place: place.id });
    row.link.href = `?${query}`;
    setText(row.name, place.level === "desk" ? say.areaDesk : placeName(place, language));
    setText(row.level, place.leaf ? say.report : nameOf(app.state.catalogue?.levels, place.level, language));
  });

  function make() {
    const name = element("span", "name");
    const level = element("span", "more");
    const link = element("a", "row-button", name, level);
    return { root: element("li", "", link), link, name, level };
  }

  function draw(): void {
    alerts.update();
    const { place, below } = app.state;
    if (!place) return;
    const desk: Place = { id: `${place.id}.desk`, level: "desk", name: "", leaf: true, attributes: {} };
    const wanted = filter.control.value.trim().toLowerCase();
    const listed = below.filter((one) => one.level !== "desk" && `${one.name} ${one.nameEn ?? ""} ${one.id}`.toLowerCase().includes(wanted));
    rows.draw([...listed, ...(wanted === "" ? [desk] : [])]);
    filter.root.hidden = below.length < filterFrom;
    none.hidden = below.length > 0;
  }

  return { title: () => "", root: element("div", "area", alerts.root, element("p", "", say.areaIntro), filter.root, none, list), update: draw };
};
