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

const BY: Record<ThreadDetails['titleBy'], string> = {
  none: 'Nobody has named it: its address stands for a title.',
  page: 'The title is what the article’s page says.',
  signed: 'The title is what the publisher’s signed tag says.',
  staff: 'The title is staff’s.',
};
const FROM: Record<NonNullable<ThreadDetails['addresses'][number]['source']>, string> = {
  staff: 'by staff',
  signed: 'by a signed tag',
  page: 'by the article’s page',
  tag: 'by a reader’s page',
};

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
      <h2 id="thread-names">Name and address</h2>
      <p class="quiet">{BY[thread.titleBy]}</p>
      <dl>
        {thread.addresses.map(({ kind, value, source, createdAt }) => (
          <div key={`${kind} ${value}`}>
            <dt>{kind === 'key' ? 'Key' : value === thread.url ? 'Address' : 'Also found by'}</dt>
            <dd>
              {kind === 'url' ? (
                <a href={value} target="_blank" rel="noopener noreferrer">
                  <bdi>{value}</bdi>
                </a>
              ) : (
                <bdi>{value}</bdi>
              )}{' '}
              <span class="quiet">
                {source && `${FROM[source]}, `}
                <Ago iso={createdAt} now={now} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="thread-buttons">
        {button('names', 'Rename or move')}
        {button('merge', 'Merge')}
        {button('deleteThread', 'Delete')}
      </p>
      <p class="quiet">
        {thread.lookedAt !== null ? (
          <>
            The forum’s last look at the article’s page: <Ago iso={thread.lookedAt} now={now} />.
          </>
        ) : (
          // Of the demo’s own articles it knows without a look.
          thread.titleBy !== 'page' && 'The forum has not looked at the article’s page.'
        )}{' '}
        <button type="button" class="small" onClick={() => void store.threadActions.look(thread.id)}>
          Look again
        </button>
      </p>
    </section>
  );
}
