import { fullTime, plainDay, shortTime } from './time.js';

/**
 * "3 min", with the full time on hover. Without `now` (a cached page, which must not age) it says the day.
 */
export function Ago({ iso, now }: { iso: string; now: number | null }) {
  return (
    <time dateTime={iso} title={fullTime(iso, now === null ? 'UTC' : undefined)}>
      {now === null ? plainDay(iso) : shortTime(iso, now)}
    </time>
  );
}
