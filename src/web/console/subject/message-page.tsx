import { t } from '../../../i18n/format.js';
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
    <main class="desk whole-width" aria-label={t('console.message')}>
      <h1 class="visually-hidden">{t('console.one.heading')}</h1>
      <button type="button" class="back is-always" onClick={leave}>
        ‹ {t('console.queues')}
      </button>
      {item.kind === 'loading' && <p class="calm">{t('console.one.reading')}</p>}
      {item.kind === 'failed' && <p class="calm">{t('console.one.failed')}</p>}
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
