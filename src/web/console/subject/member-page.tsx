import { t } from '../../../i18n/format.js';
import { useEffect, useState } from 'preact/hooks';
import { rich } from '../../ui/rich.js';
import { stateText } from '../wording/wording.js';
import { plainDay } from '../../ui/time.js';
import type { Ask } from '../asking.js';
import { Record } from '../item/author-record.js';
import { isMarkState, StateMark } from '../item/state-mark.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf } from '../keys/keys.js';
import { pathOf, type Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { FoldedSettings } from '../settings/place-settings.js';
import { useCached } from '../store/query-cache.js';
import { PlaceLink } from './place-link.js';

type Props = {
  readonly id: string;
  readonly store: ConsoleStore;
  readonly now: number;
  readonly ask: Ask;
  readonly go: (place: Place) => void;
};

/** A member: what became of what they wrote, what holds against them, and their last messages. */
export function MemberPage({ id, store, now, ask, go }: Props) {
  const record = useCached(store.members, id);
  return (
    <main class="log subject" aria-label={t('console.member.label')} tabIndex={0}>
      <button type="button" class="back is-always" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      {record.kind === 'loading' && <p class="calm">{t('console.member.reading')}</p>}
      {record.kind === 'failed' && <p class="calm">{t('console.member.failed')}</p>}
      {record.kind === 'ready' && (
        <>
          <header class="log-head">
            <h1>
              <bdi>{record.value.member.name}</bdi>
            </h1>
          </header>
          <section class="author-record" aria-label={t('console.member.record')}>
            <Record of={record.value} current={null} now={now} lift={(one) => void store.actions.lift(one)} />
            <p>
              <button
                type="button"
                aria-keyshortcuts={keyOf('sanction')}
                onClick={() => ask({ what: 'sanction', author: record.value.member, site: null, item: null })}
              >
                {t('console.member.sanction')} <KeyCap of={keyOf('sanction')} />
              </button>
            </p>
          </section>
          <MemberSettings id={id} store={store} />
          <section aria-labelledby="recent">
            <h2 id="recent">{t('console.member.last')}</h2>
            {record.value.recent.length === 0 && <p class="calm">{t('console.member.none')}</p>}
            <ul class="subject-list">
              {record.value.recent.map((message) => (
                <li key={message.id}>
                  <PlaceLink to={{ page: 'message', id: message.id }} go={go}>
                    {isMarkState(message.state) && <StateMark state={message.state} />}
                    <span>{stateText(message.state)}</span>
                    <time dateTime={message.at}>{plainDay(message.at)}</time>
                    {message.reports > 0 && <span class="row-edited">{t('console.member.reported')}</span>}
                  </PlaceLink>
                </li>
              ))}
            </ul>
          </section>
          <p class="quiet">
            {rich('console.member.address', { address: <code>{pathOf({ page: 'member', id })}</code> })}
          </p>
        </>
      )}
    </main>
  );
}

/** What is set for the member on each of the moderator's sites. */
function MemberSettings({ id, store }: Pick<Props, 'id' | 'store'>) {
  const isEverywhere = store.me.sites.includes('*');
  const [sites, take] = useState<readonly string[]>(isEverywhere ? [] : store.me.sites);
  useEffect(() => {
    if (isEverywhere)
      void store.ports.api.sites().then(
        ({ moderates }) => take(moderates.map((site) => site.id)),
        () => undefined,
      );
  }, []);
  return sites.map((site) => (
    <FoldedSettings
      key={site}
      store={store}
      siteId={site}
      of={{ member: id }}
      {...(sites.length > 1 ? { name: site } : {})}
    />
  ));
}
