import { language, t } from '../../i18n/format.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DAY_ALONE = { day: 'numeric', month: 'short' } as const;
const DAY_OF_YEAR = { ...DAY_ALONE, year: 'numeric' } as const;

/** Formats are costly to make, and a page asks for a hundred of them. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: number, options: Intl.DateTimeFormatOptions, timeZone?: string): string {
  const { locale } = language();
  const key = JSON.stringify([locale, options, timeZone]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, known);
  return known.format(at);
}

const yearOf = (at: number, timeZone?: string): string => format(at, { year: 'numeric' }, timeZone);

/**
 * "now", "3 min", "5 h", "2 d", then the day: how long before `now` (ms) an ISO time lies.
 * @param timeZone the reader's own unless given
 */
export function shortTime(iso: string, now: number, timeZone?: string): string {
  const at = Date.parse(iso);
  const age = now - at;
  if (age < MINUTE) return t('ui.now');
  if (age < HOUR) return t('ui.minutes', { n: Math.floor(age / MINUTE) });
  if (age < DAY) return t('ui.hours', { n: Math.floor(age / HOUR) });
  if (age < 7 * DAY) return t('ui.days', { n: Math.floor(age / DAY) });
  return format(at, yearOf(at, timeZone) === yearOf(now, timeZone) ? DAY_ALONE : DAY_OF_YEAR, timeZone);
}

/** The day alone, which stays true however long a cached page lives; in UTC unless a zone is given. */
export function plainDay(iso: string, timeZone = 'UTC'): string {
  return format(Date.parse(iso), DAY_OF_YEAR, timeZone);
}

/** As these options have it, in the reader's own zone. */
export const timeText = (iso: string, options: Intl.DateTimeFormatOptions): string => format(Date.parse(iso), options);

/** The whole of it, for the hover: in UTC on the server, in the reader's own zone in the browser. */
export function fullTime(iso: string, timeZone?: string): string {
  return format(Date.parse(iso), { dateStyle: 'full', timeStyle: 'short' }, timeZone);
}
