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
export const REASONS: Readonly<Record<string, string>> = {
  newcomer_link: 'Newcomer’s link',
  premoderation: 'Read first',
  reports: 'Held after reports',
  spam: 'Reported: spam',
  abuse: 'Reported: abuse',
  off_topic: 'Reported: off topic',
  illegal: 'Reported: illegal',
  personal_data: 'Reported: personal data',
  other: 'Reported: other',
};

const HOUR = 3600_000;

/** How old a message is: between so many ms and so many. */
export const AGES: Readonly<
  Record<string, { readonly says: string; readonly from?: number; readonly until?: number }>
> = {
  hour: { says: 'Last hour', from: HOUR },
  day: { says: 'Last 24 hours', from: 24 * HOUR },
  week: { says: 'Last 7 days', from: 7 * 24 * HOUR },
  older_day: { says: 'Older than a day', until: 24 * HOUR },
  older_week: { says: 'Older than a week', until: 7 * 24 * HOUR },
};

/** A search as the API takes it. */
export function searchParameters(search: Search, now: number): Record<string, string | undefined> {
  const given = (value: string) => value.trim() || undefined;
  const { from, until } = AGES[search.age] ?? {};
  const ago = (ms: number | undefined) => (ms === undefined ? undefined : new Date(now - ms).toISOString());
  return {
    words: given(search.words),
    author: given(search.author),
    reason: given(search.reason),
    from: ago(from),
    until: ago(until),
  };
}
