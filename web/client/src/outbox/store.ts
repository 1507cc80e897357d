import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Entry, EntryState } from "./entry.js";

interface Schema extends DBSchema {
  entries: { key: number; value: Entry; indexes: { state: EntryState; id: string } };
  facts: { key: string; value: number };
}

/** The entries in IndexedDB. Every change is one transaction, and one that has ended is on the disk. */
export class OutboxStore {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(name: string): Promise<OutboxStore> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        const entries = fresh.createObjectStore("entries", { keyPath: "order", autoIncrement: true });
        entries.createIndex("state", "state");
        entries.createIndex("id", "id", { unique: true });
        fresh.createObjectStore("facts");
      },
      // A newer page wants another shape of it; this one must let go.
      blocking: () => database.close(),
    });
    return new OutboxStore(database);
  }

  /** In the order of entry. */
  all(): Promise<Entry[]> {
    return this.database.getAll("entries");
  }

  waiting(): Promise<Entry[]> {
    return this.database.getAllFromIndex("entries", "state", "waiting");
  }

  async find(id: string): Promise<Entry | undefined> {
    return this.database.getFromIndex("entries", "id", id);
  }

  /** Adds what `make` makes of the entries that are there, in one transaction, and answers with its order in it. */
  async add(make: (present: Entry[]) => Omit<Entry, "order">): Promise<Entry> {
    const change = this.database.transaction("entries", "readwrite", { durability: "strict" });
    const made = make(await change.store.getAll());
    const order = await change.store.add(made as Entry);
    await change.done;
    return { ...made, order };
  }

  /** Replaces entries by what `change` makes of what they are now, in one transaction; those that are gone, or of which it makes nothing, stay as they are. */
  async update(orders: number[], change: (entry: Entry, all: Entry[]) => Entry | undefined): Promise<Entry[]> {
    const changing = this.database.transaction("entries", "readwrite", { durability: "strict" });
    const all = await changing.store.getAll();
    const changed: Entry[] = [];
    for (const order of orders) {
      const at = all.findIndex((entry) => entry.order === order);
      const next = at < 0 ? undefined : change(all[at]!, all);
      if (next === undefined) continue;
      all[at] = next;
      await changing.store.put(next);
      changed.push(next);
    }
    await changing.done;
    return changed;
  }

  /** Removes an entry unless `keep` says no to it; answers whether it is gone. */
  async remove(id: string, keep: (entry: Entry) => boolean): Promise<boolean> {
    const removing = this.database.transaction("entries", "readwrite");
    const entry = await removing.store.index("id").get(id);
    const goes = entry !== undefined && !keep(entry);
    if (goes) await removing.store.delete(entry.order);
    await removing.done;
    return goes;
  }

  /** Removes the oldest acknowledged entries until so many are left. */
  async prune(left: number): Promise<void> {
    const pruning = this.database.transaction("entries", "readwrite");
    const orders = await pruning.store.index("state").getAllKeys("acknowledged");
    for (const order of orders.slice(0, Math.max(0, orders.length - left))) await pruning.store.delete(order);
    await pruning.done;
  }

  async fact(name: string): Promise<number | undefined> {
    return this.database.get("facts", name);
  }

  async remember(name: string, value: number): Promise<void> {
    await this.database.put("facts", value, name);
  }

  close(): void {
    this.database.close();
  }
}
