import type { Page } from "playwright-core";
import { launch } from "./chromium";
import { found, town } from "./city";
import { Phones, within, type Wanted } from "./phones";
import { Service } from "./service";
import { until } from "./until";

interface Ledger {
  version: number;
  counts: Record<string, number>;
}

interface Audit {
  matches: boolean;
  reports: number;
  journal: Record<string, number>;
}

/** The town with a grid of its own for each test, so that each counts only its own, and phones that are opened there. */
export class OwnGrid {
  /** How many grids there have been. */
  number = 0;

  private constructor(readonly service: Service, readonly phones: Phones, readonly steward: string, readonly reporter: string) {}

  static async start(): Promise<OwnGrid> {
    const service = await Service.start();
    const steward = await found(service);
    const reporter = await service.token("reporter", town.root);
    return new OwnGrid(service, new Phones(await launch(), service, town.leaf, reporter), steward, reporter);
  }

  get leaf(): string {
    return `${town.root}.v1.p${this.number}`;
  }

  /** Puts the phones of the test before away and makes the next grid. */
  async next(): Promise<void> {
    await this.phones.putAway();
    this.number++;
    await this.service.send("PUT", "/api/places", this.steward, `id,level,name,name_en,households,residents\n${this.leaf},grid,第${this.number}网格,Grid ${this.number},40,120`, "text/csv");
  }

  phone(wanted: Wanted = {}): Promise<Page> {
    return this.phones.open({ place: this.leaf, ...wanted });
  }

  ledger(campaign = town.round): Promise<Ledger> {
    return this.service.send("GET", `/api/campaigns/${campaign}/places/${this.leaf}`, this.steward) as Promise<Ledger>;
  }

  audit(): Promise<Audit> {
    return this.service.send("GET", `/api/campaigns/${town.round}/places/${this.leaf}/audit`, this.steward) as Promise<Audit>;
  }

  async counted(count: string, value: number, campaign: string = town.round): Promise<void> {
    await until(`${count} of ${this.leaf} is ${value}`, within, async () => ((await this.ledger(campaign)).counts[count] ?? 0) === value);
  }

  async dispose(): Promise<void> {
    await this.phones.close();
    await this.service.dispose();
  }
}
