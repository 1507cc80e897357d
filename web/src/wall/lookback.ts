import { realTime, type Rest } from "@gridgrains/client";
import type { Language } from "../page/address";
import { Slider } from "./draw/slider";
import type { Facts } from "./facts";
import { Rewind, spanOf } from "./rewind";
import { dayTimeText, words } from "./words";

/** What the wall shows, the present or a past moment, and the slider that chooses it. */
export class Lookback {
  private readonly rewind: Rewind;
  private readonly slider: Slider;

  constructor(private readonly present: { facts: Facts; real: number }, rest: Pick<Rest, "treeAt">, told: () => void) {
    this.rewind = new Rewind(() => this.present.facts, rest, told);
    this.slider = new Slider({ to: (at) => this.rewind.to(at), live: () => this.end() });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.end();
    });
  }

  get root(): HTMLElement {
    return this.slider.root;
  }

  get facts(): Facts {
    return this.rewind.facts ?? this.present.facts;
  }

  /** The service's time then or now, in milliseconds. */
  get real(): number {
    const { past, campaign } = this.facts;
    return past === undefined ? this.present.real : realTime(campaign!, past);
  }

  /** Back to the present. */
  end(): void {
    this.rewind.end();
  }

  /** Another count is wanted. */
  again(): void {
    this.rewind.again();
  }

  draw(language: Language): void {
    const { wanted, trouble, isWaiting } = this.rewind;
    const say = words[language];
    const moment = wanted === undefined ? say.rewindNow : dayTimeText(wanted);
    const text = trouble !== undefined ? say.rewindFailed(trouble) : isWaiting ? `${moment} · ${say.rewindWaiting}` : moment;
    document.body.classList.toggle("is-past", wanted !== undefined);
    this.slider.draw({ say, span: spanOf(this.present.facts.campaign, this.present.real), at: wanted, text });
  }
}
