import type { Language } from "../page/address";
import type { Route } from "./actions";
import type { App } from "./app";
import type { Words } from "./words";

/** What every screen is given. A change of language makes all screens anew. */
export interface Context {
  app: App;
  language: Language;
  say: Words;
  go(route: Route): void;
  back(): void;
  /** Tells a screen reader, politely. */
  announce(text: string): void;
}

/** What fills the page between its header and its end. Elements are made once; `update` draws the state. */
export interface Screen {
  title(): string;
  root: HTMLElement;
  /** Stays at the bottom, where a thumb reaches it. */
  footer?: HTMLElement;
  update(): void;
  /** The screen is left: cameras are switched off. */
  leave?(): void;
}

export type MakeScreen = (context: Context) => Screen;
