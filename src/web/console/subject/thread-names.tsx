import { t } from '../../../i18n/format.js';
import type { Key } from '../../../i18n/keys.js';
import { rich } from '../../ui/rich.js';
import type { ThreadDetails } from '../../../moderation/threads/thread-acts.schema.js';
import { Ago } from '../../ui/ago.js';
import type { Ask } from '../asking.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf, type Command } from '../keys/keys.js';
import type { ConsoleStore } from '../store/console-store.js';
import { threadCommands } from './thread-commands.js';

type Props = {
  readonly thread: ThreadDetails;
  readonly store: ConsoleStore;
  readonly now: number;
  readonly ask: Ask;
};

const BY = {
  none: 'console.names.by.none',
  page: 'console.names.by.page',
  signed: 'console.names.by.signed',
  staff: 'console.names.by.staff',
} as const satisfies Record<ThreadDetails['titleBy'], Key>;
const FROM = {
  staff: 'console.names.from.staff',
  signed: 'console.names.from.signed',
  page: 'console.names.from.page',
  tag: 'console.names.from.tag',
} as const satisfies Record<NonNullable<ThreadDetails['addresses'][number]['source']>, Key>;

/** By what a discussion is found, whose word that is, and what can be done about it. */
export function ThreadNames({ thread, store, now, ask }: Props) {
  const commands = threadCommands(thread, ask);
  const button = (command: Command, says: string) => (
    <button type="button" class="small" aria-keyshortcuts={keyOf(command)} onClick={commands[command]}>
      {says} <KeyCap of={keyOf(command)} />
    </button>
  );
  return (
    <section class="thread-names" aria-labelledby="thread-names">
      <h2 id="thread-names">{t('console.names.heading')}</h2>
      <p class="quiet">{t(BY[thread.titleBy])}</p>
      <dl>
        {thread.addresses.map(({ kind, value, source, createdAt }) => (
          <div key={`${kind} ${value}`}>
            <dt>
              {t(
                kind === 'key'
                  ? 'console.names.key'
                  : value === thread.url
                    ? 'console.names.address'
                    : 'console.names.also',
              )}
            </dt>
            <dd>
              {kind === 'url' ? (
                <a href={value} target="_blank" rel="noopener noreferrer">
                  <bdi>{value}</bdi>
                </a>
              ) : (
                <bdi>{value}</bdi>
              )}{' '}
              <span class="quiet">
                {source ? (
                  rich(FROM[source], { when: <Ago iso={createdAt} now={now} /> })
                ) : (
                  <Ago iso={createdAt} now={now} />
                )}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="thread-buttons">
        {button('names', t('console.names.rename'))}
        {button('merge', t('console.names.merge'))}
        {button('deleteThread', t('console.names.delete'))}
      </p>
      <p class="quiet">
        {thread.lookedAt !== null
          ? rich('console.names.looked', { when: <Ago iso={thread.lookedAt} now={now} /> })
          : // Of the demo’s own articles it knows without a look.
            thread.titleBy !== 'page' && t('console.names.notLooked')}{' '}
        <button type="button" class="small" onClick={() => void store.threadActions.look(thread.id)}>
          {t('console.names.look')}
        </button>
      </p>
    </section>
  );
}
