import { useEffect, useRef, useState } from 'preact/hooks';
import type { Commands } from './keys.js';
import { resolveKey } from './resolve-key.js';

/** How long a first `g` waits for its letter. */
const SEQUENCE_MS = 1500;

/** Runs a command for its key. Returns the first key of a sequence that waits for its second. */
export function useKeys(commands: Commands, enabled: boolean): string | null {
  const [waiting, setWaiting] = useState<string | null>(null);
  const latest = useRef({ commands, enabled, waiting });
  latest.current = { commands, enabled, waiting };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isHeldOnButton(event)) return event.preventDefault();
      const { commands, enabled, waiting } = latest.current;
      const resolved = resolveKey(event, { waiting, enabled, taken: isTaken(event.target) });
      if (resolved.kind === 'not_ours') return;
      const next = resolved.kind === 'sequence' ? resolved.first : null;
      // At once: the second key may come before the next drawing.
      latest.current.waiting = next;
      setWaiting(next);
      const run = resolved.kind === 'command' ? commands[resolved.command] : undefined;
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

/** A button presses itself again and again while Enter is held down on it. */
function isHeldOnButton({ repeat, key, target }: KeyboardEvent): boolean {
  return repeat && (key === 'Enter' || key === ' ') && target instanceof Element && target.closest('button') !== null;
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}
