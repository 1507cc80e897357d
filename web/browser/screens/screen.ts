import type { Page } from "playwright-core";
import type { Service } from "../service";

/** When a screen is taken: nothing reported yet; in the midst of the work; with alerts standing; in an emergency that is a drill; after the service has gone. */
export type Stage = "empty" | "normal" | "alarm" | "emergency" | "stale";

/** One picture for docs/screens. */
export interface Screen {
  /** The file's name, without its ending. */
  name: string;
  /** Under the picture. */
  says: string;
  stage: Stage;
  page: "wall" | "phone" | "daily" | "emergency" | "operations";
  size: [width: number, height: number];
  /** Further members of the address: &lang=zh&theme=dark */
  query: string;
  campaign?: string;
  place?: string;
  role?: "viewer" | "reporter" | "steward";
  colorScheme?: "light" | "dark";
  /** What is done on the page before it is taken. */
  before?(tab: Page, service: Service): Promise<void>;
}
