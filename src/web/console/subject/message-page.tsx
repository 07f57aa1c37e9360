import type { Ask, Asking } from '../asking.js';
import { DecisionKeys } from '../item/decision-keys.js';
import { ItemPane } from '../item/item-pane.js';
import type { Command } from '../keys/keys.js';
import type { ConsoleStore } from '../store/console-store.js';
import { useCached } from '../store/query-cache.js';

type Props = {
  readonly id: string;
  readonly store: ConsoleStore;
  readonly now: number;
  readonly asking: Asking | null;
  readonly ask: Ask;
  readonly run: (command: Command) => void;
  readonly leave: () => void;
};

/** Any message, whether it waits or not: what is known of it, and what can be done about it. */
export function MessagePage({ id, store, now, asking, ask, run, leave }: Props) {
  const item = useCached(store.items, id);
  return (
    <main class="desk whole-width" aria-label="Message">
      <h1 class="aside-voice">Moderation: one message</h1>
      <button type="button" class="back is-always" onClick={leave}>
        ‹ Queues
      </button>
      {item.kind === 'loading' && <p class="calm">Reading the message …</p>}
      {item.kind === 'failed' && (
        <p class="calm">There is no such message on the sites that you moderate, or it cannot be reached just now.</p>
      )}
      {item.kind === 'ready' && (
        <ItemPane
          store={store}
          row={{ item: item.value, state: { kind: 'waiting' } }}
          now={now}
          leaving={false}
          ask={ask}
          lift={(sanction) => void store.actions.lift(sanction)}
        >
          <DecisionKeys
            item={item.value}
            taken={false}
            alone
            run={run}
            asksReason={asking?.what === 'reason'}
            reject={(reason) => (ask(null), void store.actions.decide('reject', reason, item.value))}
            cancel={() => ask(null)}
          />
        </ItemPane>
      )}
    </main>
  );
}
