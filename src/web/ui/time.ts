const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "now", "3 min", "5 h", "2 d", then the day: how long before `now` (ms) an ISO time lies. */
export function shortTime(iso: string, now: number): string {
  const at = Date.parse(iso);
  const age = now - at;
  if (age < MINUTE) return 'now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear() ? day.format(at) : dayOfYear.format(at);
}

/** The day alone, which stays true however long a cached page lives. */
export function plainDay(iso: string): string {
  return dayOfYear.format(Date.parse(iso));
}

/** The whole of it, for the hover: in UTC on the server, in the reader's own zone in the browser. */
export function fullTime(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(Date.parse(iso));
}
