export type Theme = "dark" | "light";

/** The theme that the address asks for; without one the browser's is taken. */
export function readTheme(search: string): Theme | undefined {
  const asked = new URLSearchParams(search).get("theme");
  return asked === "dark" || asked === "light" ? asked : undefined;
}

const browserLikesLight = "(prefers-color-scheme: light)";

/** Puts a theme on the page and keeps it the browser's where none is asked for. */
export class PageTheme {
  private readonly query = matchMedia(browserLikesLight);

  constructor(private asked: Theme | undefined, private readonly changed: (theme: Theme) => void = () => {}) {
    this.query.addEventListener("change", () => this.apply());
    this.apply();
  }

  get now(): Theme {
    return this.asked ?? (this.query.matches ? "light" : "dark");
  }

  ask(theme: Theme): void {
    this.asked = theme;
    this.apply();
  }

  private apply(): void {
    document.documentElement.dataset["theme"] = this.now;
    this.changed(this.now);
  }
}
