import type { Key } from '../../../i18n/keys.js';
import { t } from '../../../i18n/format.js';
import type { ThreadState } from '../../../threads/threads.schema.js';
import type { Ask } from '../asking.js';
import { KeyCap } from '../keys/key-cap.js';
import { keyOf } from '../keys/keys.js';
import { pathOf } from '../route.js';

type Props = {
  readonly thread: { readonly id: string; readonly title: string; readonly url: string };
  readonly state: ThreadState;
  readonly ask: Ask;
  /** One below the heading that it stands under. */
  readonly heading?: 'h2' | 'h3';
};

const SAYS = {
  open: 'console.discussion.open',
  closed: 'console.discussion.closed',
  archived: 'console.discussion.archived',
} as const satisfies Record<ThreadState, Key>;

/** Whether the whole discussion takes messages, and the button that changes it for everybody: below all that is about one message. */
export function DiscussionState({ thread, state, ask, heading: Heading = 'h3' }: Props) {
  const to = state === 'open' ? 'closed' : 'open';
  const command = to === 'closed' ? 'close' : 'reopen';
  return (
    <section class="discussion-state" aria-labelledby={`discussion-${thread.id}`}>
      <Heading id={`discussion-${thread.id}`}>{t('console.discussion.heading')}</Heading>
      <p>
        <a href={pathOf({ page: 'thread', id: thread.id })}>
          <bdi>{thread.title || thread.url}</bdi>
        </a>
      </p>
      <p class="quiet">{t(SAYS[state])}</p>
      <button
        type="button"
        class="small"
        aria-keyshortcuts={keyOf(command)}
        onClick={() => ask({ what: 'thread', thread, to })}
      >
        {t(to === 'closed' ? 'console.discussion.close' : 'console.discussion.reopen')} <KeyCap of={keyOf(command)} />
      </button>
    </section>
  );
}
