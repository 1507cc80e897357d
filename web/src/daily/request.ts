import { readAddress, type Address } from "../page/address";
import { offset } from "../page/times";

/** What the page's address asks for; without a date, the campaign's present day. */
export interface DailyRequest extends Address {
  date?: string;
}

const day = 86_400_000;

export function readDaily(search: string, browserLanguage: string): DailyRequest | undefined {
  const address = readAddress(search, browserLanguage);
  const date = new URLSearchParams(search).get("date");
  return address && { ...address, ...(date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date } : {}) };
}

/** The same page of another day or in another language. */
export function addressOf(request: DailyRequest & { date: string }): string {
  const { campaign, place, date, language } = request;
  return `?${new URLSearchParams({ campaign, place, date, lang: language })}`;
}

/** The local day of a moment. */
export function dayAt(moment: number): string {
  return new Date(moment + offset).toISOString().slice(0, 10);
}

/** So many days later. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}
