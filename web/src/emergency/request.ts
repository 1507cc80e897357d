import { readLanguage, type Language } from "../page/address";

/** What the page's address asks for. */
export interface SummaryRequest {
  campaign: string;
  language: Language;
}

export function readSummary(search: string, browserLanguage: string): SummaryRequest | undefined {
  const campaign = new URLSearchParams(search).get("campaign");
  return campaign ? { campaign, language: readLanguage(search, browserLanguage) } : undefined;
}

/** The same page in a language. */
export function addressOf({ campaign, language }: SummaryRequest): string {
  return `?${new URLSearchParams({ campaign, lang: language })}`;
}
