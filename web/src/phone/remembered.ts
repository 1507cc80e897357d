// What this phone remembers between visits, apart from the outbox. Nothing of it leaves the phone.

const prefix = "gridgrains.phone.";

export function recall<T>(name: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

/** Where there is no room or no storage, it is forgotten: everything here can be loaded or entered again. */
export function remember(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // As said above.
  }
}

/** Keeps only the newest of what is remembered under names that begin so. */
export function rememberAmong(family: string, name: string, value: unknown, most: number): void {
  const names = [name, ...(recall<string[]>(family) ?? []).filter((other) => other !== name)];
  for (const old of names.slice(most)) remember(old, undefined);
  remember(family, names.slice(0, most));
  remember(name, value);
}
