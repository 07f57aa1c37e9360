/** How far the server's clock is ahead of this browser's, in ms: as its last answer told, exact to a second. */
let ahead = 0;
let onCorrected: () => void = () => undefined;

/** Now by the server's clock, in ms: a reader whose own is wrong may do what is allowed, and no more. */
export const serverTime = (): number => Date.now() + ahead;

/** @param date the `Date` field of an answer that has just come (RFC 9110, 6.6.1) */
export function setServerTime(date: string | null): void {
  const serverTime = Date.parse(date ?? '');
  if (!serverTime) return;
  const before = ahead;
  // Within two seconds it's the same: the field has whole seconds, and the way here takes its time.
  ahead = Math.abs(serverTime - Date.now()) < 2_000 ? 0 : serverTime - Date.now();
  if (Math.abs(ahead - before) >= 2_000) onCorrected();
}

/** Calls `look` whenever this browser's clock turns out to be wrong: what is shown by it is wrong, too. */
export function whenCorrected(look: () => void): void {
  onCorrected = look;
}
