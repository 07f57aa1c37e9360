import type { Key } from '../../../i18n/keys.js';

/** What a search asks for, as its fields hold it. */
export type Search = {
  /** Words of the text, the discussion's title or a report's note. */
  readonly words: string;
  readonly author: string;
  /** Why it is here: a rule's name, or a reader's reason; empty for any. */
  readonly reason: string;
  /** How old it is: one of `AGES`; empty for any. */
  readonly age: string;
};

export const NO_SEARCH: Search = { words: '', author: '', reason: '', age: '' };

export function isSearching(search: Search): boolean {
  return Object.values(search).some((value) => value.trim() !== '');
}

export function isSameSearch(a: Search, b: Search): boolean {
  return a.words === b.words && a.author === b.author && a.reason === b.reason && a.age === b.age;
}

/** Why a message is in a queue, by the API's codes: the rules that hold, and readers' reasons. */
export const REASONS = {
  newcomer_link: 'console.search.by.newcomer_link',
  premoderation: 'console.search.by.premoderation',
  reports: 'console.search.by.reports',
  spam: 'console.search.by.spam',
  abuse: 'console.search.by.abuse',
  off_topic: 'console.search.by.off_topic',
  illegal: 'console.search.by.illegal',
  personal_data: 'console.search.by.personal_data',
  other: 'console.search.by.other',
} as const;

const HOUR = 3600_000;

type Age = { readonly says: Key; readonly from?: number; readonly until?: number };

/** How old a message is: between so many ms and so many. */
export const AGES = {
  hour: { says: 'console.search.ages.hour', from: HOUR },
  day: { says: 'console.search.ages.day', from: 24 * HOUR },
  week: { says: 'console.search.ages.week', from: 7 * 24 * HOUR },
  older_day: { says: 'console.search.ages.older_day', until: 24 * HOUR },
  older_week: { says: 'console.search.ages.older_week', until: 7 * 24 * HOUR },
} as const satisfies Record<string, Age>;

/** A search as the API takes it. */
export function searchParameters(search: Search, now: number): Record<string, string | undefined> {
  const given = (value: string) => value.trim() || undefined;
  const { from, until }: Partial<Age> = (AGES as Readonly<Record<string, Age>>)[search.age] ?? {};
  const ago = (ms: number | undefined) => (ms === undefined ? undefined : new Date(now - ms).toISOString());
  return {
    words: given(search.words),
    author: given(search.author),
    reason: given(search.reason),
    from: ago(from),
    until: ago(until),
  };
}
