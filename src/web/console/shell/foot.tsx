import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import type { Note } from '../store/console-store.js';
import { KeyCap } from '../keys/key-cap.js';
import type { LiveState } from '../live-queues.js';

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
      {sequence && <span class="foot-sequence">{rich('console.sequence', { key: <KeyCap of={sequence} /> })}</span>}
      <span class={`foot-live is-${live.kind}`}>{connectionText(live, now)}</span>
    </footer>
  );
}

function connectionText(live: LiveState, now: number): string {
  switch (live.kind) {
    case 'live':
      return t('console.line.live');
    case 'connecting':
      return t('console.line.connecting');
    case 'refused':
      return t('console.line.signedOut');
    case 'waiting': {
      const seconds = Math.max(1, Math.ceil((live.until - now) / 1000));
      return navigator.onLine ? t('console.line.lost', { n: seconds }) : t('console.line.offline');
    }
  }
}
