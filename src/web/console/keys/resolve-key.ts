import { KEYS, type Command } from './keys.js';
import { isComposing } from '../../ui/composing.js';

/** What of a key press decides what it does. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
> & { readonly keyCode?: number };

export type KeyContext = {
  /** The first key of a sequence, while it waits for its second. */
  readonly waiting: string | null;
  /** Single keys may be turned off (WCAG 2.1.4); Escape always works. */
  readonly enabled: boolean;
  /** Somebody types, or a dialog is open: the key is theirs. */
  readonly taken: boolean;
};

export type Resolved =
  | { readonly kind: 'not_ours' }
  | { readonly kind: 'sequence'; readonly first: string }
  | { readonly kind: 'command'; readonly command: Command }
  /** A key of ours that means nothing here; a sequence that waits is over. */
  | { readonly kind: 'unknown' };

const NOT_OURS: Resolved = { kind: 'not_ours' };
/** Those that a key which is held down goes on doing. All else happens on the first key-down only: nobody reads that fast. */
const HELD_DOWN: ReadonlySet<Command> = new Set(['next', 'previous']);

/** What a key press means: with a modifier it is the browser's, in a field or a dialog it is theirs, while composing the input method's. */
export function resolveKey(press: KeyPress, { waiting, enabled, taken }: KeyContext): Resolved {
  if (press.defaultPrevented || isComposing(press) || taken) return NOT_OURS;
  if (press.ctrlKey || press.metaKey || press.altKey) return NOT_OURS;
  const key = latin(press);
  if (key === 'Shift' || (!enabled && key !== 'Escape')) return NOT_OURS;
  if (key === 'g' && waiting === null) return press.repeat ? NOT_OURS : { kind: 'sequence', first: key };
  const wanted = waiting === null ? key : `${waiting} ${key}`;
  const command = KEYS.find((known) => known.key === wanted)?.command;
  if (press.repeat && !(command && HELD_DOWN.has(command))) return NOT_OURS;
  return command ? { kind: 'command', command } : { kind: 'unknown' };
}

/** On a Cyrillic or Greek layout the letter keys still decide: by their place, where the letter itself isn't Latin. */
function latin({ key, code, shiftKey }: KeyPress): string {
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  if (!place || /^[\x20-\x7e]$/.test(key)) return key;
  return shiftKey ? place : place.toLowerCase();
}
