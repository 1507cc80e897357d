import type { Screen } from "./screen";

const grid = { page: "phone", place: "enping.shengtang.v01.g01", role: "reporter" } as const;

/** The phone's screens: 390 x 844 is a usual phone, 320 x 640 the narrowest. */
export const phoneScreens: Screen[] = [
  { name: "phone-home-zh", says: "The grid, what remains, and what can be reported.", stage: "normal", size: [390, 844], query: "&lang=zh", ...grid },
  { name: "phone-home-en-320", says: "At 320 pixels.", stage: "normal", size: [320, 640], query: "&lang=en", ...grid },
];
