import type { Note } from '../store/console-store.js';
import { KeyCap } from '../keys/key-cap.js';
import type { LiveState } from '../live.js';

type Props = {
  readonly note: Note | null;
  readonly live: LiveState;
  readonly sequence: string | null;
  readonly now: number;
};

/** What was just done and how to take it back; whether the desk is live. */
export function Foot({ note, live, sequence, now }: Props) {
  return (
    <footer class="foot">
      <div class="foot-note" role="status">
        {note && (
          <span class={`note tone-${note.tone}`}>
            {note.text}
            {note.action && (
              <>
                <span class="dot" aria-hidden="true">
                  ·
                </span>
                <button type="button" class="link-button" aria-keyshortcuts="u" onClick={note.action.run}>
                  {note.action.label} <KeyCap of="u" />
                </button>
              </>
            )}
          </span>
        )}
      </div>
      {sequence && (
        <span class="foot-sequence">
          <KeyCap of={sequence} /> then H, R, S, J, A, F or L
        </span>
      )}
      <span class={`foot-live is-${live.kind}`}>{liveSays(live, now)}</span>
    </footer>
  );
}

function liveSays(live: LiveState, now: number): string {
  switch (live.kind) {
    case 'live':
      return 'Live';
    case 'connecting':
      return 'Connecting …';
    case 'refused':
      return 'Signed out';
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((live.until - now) / 1000));
      return navigator.onLine
        ? `Connection lost. Trying again in ${seconds} s.`
        : 'You are offline. It goes on when the network is back.';
    }
  }
}
