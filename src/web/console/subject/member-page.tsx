import { plainDay } from '../../ui/time.js';
import type { Ask } from '../asking.js';
import { Record } from '../item/author-record.js';
import { isMarkState, StateMark } from '../item/state-mark.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf } from '../keys/keys.js';
import { pathOf, type Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
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
    <main class="log subject" aria-label="Member" tabIndex={0}>
      <button type="button" class="back is-always" onClick={() => go({ page: 'menu' })}>
        ‹ Queues
      </button>
      {record.kind === 'loading' && <p class="calm">Reading the record …</p>}
      {record.kind === 'failed' && (
        <p class="calm">There is no such member on the sites that you moderate, or they cannot be reached just now.</p>
      )}
      {record.kind === 'ready' && (
        <>
          <header class="log-head">
            <h1>
              <bdi>{record.value.member.name}</bdi>
            </h1>
          </header>
          <section class="author-record" aria-label="Record">
            <Record of={record.value} current={null} now={now} lift={(one) => void store.actions.lift(one)} />
            <p>
              <button
                type="button"
                aria-keyshortcuts={keyOf('sanction')}
                onClick={() => ask({ what: 'sanction', author: record.value.member, site: null, item: null })}
              >
                Suspend or ban <KeyCap of={keyOf('sanction')} />
              </button>
            </p>
          </section>
          <section aria-labelledby="recent">
            <h2 id="recent">Last messages</h2>
            {record.value.recent.length === 0 && <p class="calm">Nothing was written on your sites.</p>}
            <ul class="subject-list">
              {record.value.recent.map((message) => (
                <li key={message.id}>
                  <PlaceLink to={{ page: 'message', id: message.id }} go={go}>
                    {isMarkState(message.state) && <StateMark state={message.state} />}
                    <span>{message.state}</span>
                    <time dateTime={message.at}>{plainDay(message.at)}</time>
                    {message.reports > 0 && <span class="row-edited">reported</span>}
                  </PlaceLink>
                </li>
              ))}
            </ul>
          </section>
          <p class="quiet">
            The address of this page, <code>{pathOf({ page: 'member', id })}</code>, leads here again.
          </p>
        </>
      )}
    </main>
  );
}
