import { timeText } from '../../ui/time.js';

/** One thing that an action changed: `state: held → rejected`. A null side was not there. */
export type Difference = { readonly what: string; readonly before: string | null; readonly after: string | null };

/** Counters and ids that say nothing to a person, and what the action says itself; the export has them. */
const NOISE = /^(revision|sanction|kind|act|toldAt|titleBy|undoes|into|deleted|(addresses|added)(\.\d.*)?)$/;

/** What differs between two records of the log, flat, in the order of the keys; equal parts are left out. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [old, young] = [flat(before), flat(after)];
  const keys = new Set([...old.keys(), ...young.keys()]);
  return [...keys]
    .map((what) => ({ what, before: old.get(what) ?? null, after: young.get(what) ?? null }))
    .filter(({ what, before: old, after: young }) => old !== young && !NOISE.test(what));
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== 'object') return into.set(path || 'value', readable(value));
  // A list of hosts or of names is one thing that changed.
  if (Array.isArray(value) && value.length > 0 && value.every((part) => typeof part !== 'object'))
    return into.set(path || 'value', value.map(readable).join(', '));
  for (const [key, part] of Object.entries(value)) flat(part, path ? `${path}.${key}` : key, into);
  return into;
}

/** A time as a person reads it; everything else as it is. */
function readable(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return String(value);
  return timeText(value, { dateStyle: 'medium', timeStyle: 'short' });
}
