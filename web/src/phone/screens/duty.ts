import type { Fact, Post, Series } from "@gridgrains/client";
import { element, ElementList, setText } from "../../page/dom";
import { rolesOf } from "../actions";
import { entryText, known, roleName } from "../model";
import { codeField } from "../parts/code-field";
import { button, labelled } from "../parts/controls";
import { entryList } from "../parts/recent";
import { recall, remember } from "../remembered";
import type { MakeScreen } from "../screen";

/** On duty and off duty, as what, at which post. The phone remembers all three, so that the second time it is two taps. */
export const duty: MakeScreen = (context) => {
  const { app, say, language, announce } = context;
  const roles = app.state.catalogue ? rolesOf(app.state.catalogue) : [];
  const badge = codeField({ label: say.badge, say, hint: say.badgeHint, scans: true, changed: () => draw() });
  badge.set(recall<string>("badge") ?? "");
  const role = labelled(say.role, element("select", "big"));
  for (const series of roles) {
    const option = element("option", "", roleName(series, language));
    option.value = series.code;
    role.control.append(option);
  }
  role.control.value = recall<string>("role") ?? "duty.grid_member";
  role.control.addEventListener("change", () => draw());
  let post = recall<string>(`post.${app.where.place}`);
  const postList = element("ul", "posts");
  const posts = element("fieldset", "posts-field", element("legend", "legend", say.post), postList);
  const items = new ElementList<Post | undefined, ReturnType<typeof item>>(postList, (one) => one?.id ?? "", item, (made, one) => {
    made.id = one?.id;
    setText(made.name, one === undefined ? say.noPost : ((language === "en" ? one.nameEn : undefined) ?? one.name));
    setText(made.state, one === undefined ? "" : stateOf(one));
    made.state.classList.toggle("short", one !== undefined && Object.keys(one.short).length > 0);
    made.choose.setAttribute("aria-pressed", String(made.id === post));
  });
  const now = element("p", "status");
  const recent = entryList(context, 2, (series) => series.startsWith("duty."));

  function item() {
    const name = element("span", "name");
    const state = element("span", "state");
    const made = { root: element("li"), name, state, choose: button("", "row-button", () => choosePost(made.id)), id: undefined as string | undefined };
    made.choose.append(name, state);
    made.root.append(made.choose);
    return made;
  }

  function choosePost(id: string | undefined): void {
    post = id;
    remember(`post.${app.where.place}`, id);
    draw();
  }

  function stateOf({ open, short }: Post): string {
    const missing = Object.entries(short).map(([code, n]) => `${roleCalled(code)} ${n}`);
    return missing.length > 0 ? say.short(missing.join(language === "zh" ? "、" : ", ")) : open ? say.covered : say.postClosed;
  }

  function roleCalled(code: string): string {
    const series = roles.find((one) => one.role === code);
    return series ? roleName(series, language) : code;
  }

  /** The roles in which this badge is on duty, as far as this phone knows. */
  function onDuty(): Series[] {
    return roles.filter((series) => (known(app.state, series.code).get(badge.value())?.value ?? 0) > 0);
  }

  async function record(value: 0 | 1): Promise<void> {
    if (!badge.check()) return;
    remember("badge", badge.value());
    remember("role", role.control.value);
    const at = (series: string): string | undefined => known(app.state, series).get(badge.value())?.post;
    const fact = (series: string, there: string | undefined): Fact => ({ series, subject: badge.value(), value, ...(there === undefined ? {} : { post: there }) });
    // Off duty ends whatever this badge is on duty as, at the post where that is.
    const present = value === 0 ? onDuty().map((series) => fact(series.code, at(series.code))) : [];
    const entry = await app.record(present.length > 0 ? present : [fact(role.control.value, post)]);
    if (entry) announce(say.saved(entryText(entry, app.state.catalogue, language)));
  }

  const begin = button(say.in, "action main", () => void record(1));
  const end = button(say.out, "action", () => void record(0));
  void app.learn(...roles.map((series) => series.code));

  function draw(): void {
    const there = app.state.posts ?? [];
    if (post !== undefined && app.state.posts !== undefined && !there.some((one) => one.id === post)) post = undefined;
    posts.hidden = there.length === 0;
    items.draw(there.length === 0 ? [] : [...there, undefined]);
    const on = onDuty().length > 0;
    setText(now, on ? say.onDuty : say.offDuty);
    now.dataset["state"] = on ? "done" : "none";
    now.hidden = badge.value() === "";
    recent.update();
  }

  return { title: () => say.duty, root: element("div", "duty", now, badge.root, role.root, posts, recent.root), footer: element("div", "panel two", end, begin), update: draw, leave: () => badge.leave() };
};
