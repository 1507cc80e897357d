export * from "./clock";
export * from "./feed";
export * from "./rest";
export type * from "./types";
