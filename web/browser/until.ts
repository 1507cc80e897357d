/** Waits for a condition; says what it waited for when the time, in milliseconds, is over. */
export async function until(what: string, within: number, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + within;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${within / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
