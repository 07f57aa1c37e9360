import { useEffect, useRef, useState } from 'preact/hooks';

/** Everything the keyboard can do, in the order in which `?` shows it. `g h` is one key after the other. */
export const KEYS = [
  { key: 'j', command: 'next', says: 'Next message', group: 'Walk' },
  { key: 'k', command: 'previous', says: 'Previous message', group: 'Walk' },
  { key: '/', command: 'search', says: 'Search what is loaded', group: 'Walk' },
  { key: 'v', command: 'view', says: 'See it in its discussion (new tab)', group: 'Walk' },
  { key: 'a', command: 'approve', says: 'Approve', group: 'Decide' },
  { key: 'r', command: 'reject', says: 'Reject', group: 'Decide' },
  { key: 'R', command: 'rejectWithReason', says: 'Reject, with a reason', group: 'Decide' },
  { key: 's', command: 'spam', says: 'Spam', group: 'Decide' },
  { key: 'b', command: 'sanction', says: 'Suspend or ban the author', group: 'Decide' },
  { key: 'u', command: 'undo', says: 'Undo', group: 'Decide' },
  { key: 'c', command: 'close', says: 'Close the discussion', group: 'Discussion' },
  { key: 'o', command: 'reopen', says: 'Open it again', group: 'Discussion' },
  { key: 'g h', command: 'goHeld', says: 'Held', group: 'Go to' },
  { key: 'g r', command: 'goReported', says: 'Reported', group: 'Go to' },
  { key: 'g s', command: 'goSpam', says: 'Spam', group: 'Go to' },
  { key: 'g j', command: 'goRejected', says: 'Rejected', group: 'Go to' },
  { key: 'g a', command: 'goAll', says: 'All', group: 'Go to' },
  { key: 'g l', command: 'goLog', says: 'Log', group: 'Go to' },
  { key: '?', command: 'help', says: 'All keys', group: 'Console' },
  { key: 'Escape', command: 'back', says: 'Leave, close', group: 'Console' },
] as const;

export type Command = (typeof KEYS)[number]['command'];
export type Commands = Partial<Record<Command, () => void>>;

/** How long a first `g` waits for its letter. */
const SEQUENCE_MS = 1500;

/**
 * Runs a command for its key, except while somebody types, a dialog is open, or a modifier is held: those keys belong
 * to the field, the dialog and the browser. Returns the first key of a sequence that waits for its second.
 * `enabled` exists because WCAG 2.1.4 wants single-letter keys to be switchable.
 */
export function useKeys(commands: Commands, enabled: boolean): string | null {
  const [waiting, setWaiting] = useState<string | null>(null);
  const latest = useRef({ commands, enabled, waiting });
  latest.current = { commands, enabled, waiting };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { commands, enabled, waiting } = latest.current;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
      const key = latin(event);
      if (key === 'Shift' || (!enabled && key !== 'Escape')) return;
      if (key === 'g' && waiting === null) return setWaiting('g');
      setWaiting(null);
      const wanted = waiting === null ? key : `${waiting} ${key}`;
      const run = commands[KEYS.find((known) => known.key === wanted)?.command ?? ('' as Command)];
      if (!run) return;
      event.preventDefault();
      run();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  useEffect(() => {
    if (waiting === null) return;
    const timer = setTimeout(() => setWaiting(null), SEQUENCE_MS);
    return () => clearTimeout(timer);
  }, [waiting]);

  return waiting;
}

export function keyOf(command: Command): string {
  return KEYS.find((known) => known.command === command)?.key ?? '';
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** On a Cyrillic or Greek layout the letter keys still decide: by their place, where the letter itself isn't Latin. */
function latin(event: KeyboardEvent): string {
  const place = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (!place || /^[\x20-\x7e]$/.test(event.key)) return event.key;
  return event.shiftKey ? place : place.toLowerCase();
}
