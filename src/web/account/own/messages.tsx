import type { OwnMessagesAnswer } from '../../../messages/messages.schema.js';
import { t } from '../../../i18n/format.js';
import { Text } from '../../forum/message/text.js';
import { ended } from '../../forum/words.js';
import { query } from '../../forum/session/api.js';
import { rich } from '../../ui/rich.js';
import { fullTime, timeText } from '../../ui/time.js';
import { useInitial } from '../initial.js';
import { Awaited, Part, Problem } from '../parts.js';
import { callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';
import { useLoaded } from '../session/use-loaded.js';

type Listed = OwnMessagesAnswer['messages'][number];

/** Messages that are shown at a time. */
const PAGE = 10;
const load = (cursor: string | null) => callAsMe<OwnMessagesAnswer>(`/me/messages${query({ limit: PAGE, cursor })}`);

/** What somebody wrote, the latest first, and what became of each. */
export function Messages() {
  const { answer, setAnswer, problem: failed, loadAgain } = useLoaded(() => load(null));
  const { problem, run } = useAction();
  const more = () =>
    run(async () => {
      if (!answer) return;
      const { messages, next } = await load(answer.next);
      setAnswer({ messages: [...answer.messages, ...messages], next });
      const [first] = messages;
      // The button has moved on, or gone: the keyboard goes on where the new ones begin.
      if (first) requestAnimationFrame(() => document.getElementById(`own-${first.message.id}`)?.focus());
    });
  return (
    <Part id="messages" title={t('account.messages.title')}>
      {!answer && <Awaited problem={failed} onAgain={loadAgain} />}
      {answer?.messages.length === 0 && <p>{t('account.messages.none')}</p>}
      <ol role="list" class="rows">
        {answer?.messages.map((listed) => (
          <li key={listed.message.id}>
            <Own listed={listed} />
          </li>
        ))}
      </ol>
      <Problem>{problem}</Problem>
      {answer && answer.next !== null && (
        <p>
          <button type="button" class="quiet" onClick={() => void more()}>
            {t('forum.moreMessages')}
          </button>
        </p>
      )}
    </Part>
  );
}

const WRITTEN = { dateStyle: 'medium', timeStyle: 'short' } as const;

function Own({ listed }: { listed: Listed }) {
  const { embedded } = useInitial();
  const { message, thread } = listed;
  const place = new URL(thread.url);
  place.hash = `message-${message.id}`;
  return (
    <article
      id={`own-${message.id}`}
      tabIndex={-1}
      class="own-message"
      aria-label={timeText(message.createdAt, WRITTEN)}
    >
      <p class="aside">
        <time dateTime={message.createdAt}>{timeText(message.createdAt, WRITTEN)}</time>{' '}
        {rich('account.messages.under', {
          title: (
            <a href={place.href} {...(embedded ? { target: '_blank', rel: 'noopener' } : {})} dir="auto">
              {thread.title || thread.url}
            </a>
          ),
        })}
      </p>
      <Text html={message.html} />
      <Fate listed={listed} />
    </article>
  );
}

/** What became of it, when and why, as far as its author may know. */
function Fate({ listed: { message, decision } }: { listed: Listed }) {
  if (message.state === 'published') return <p class="fate">{t('account.messages.published')}</p>;
  if (message.state === 'held') return <p class="fate held">{t('forum.own.held')}</p>;
  const isRefused = message.position === null;
  const on = decision && { date: fullTime(decision.at) };
  return (
    <p class="fate refused">
      <span>
        {on
          ? t(isRefused ? 'forum.own.refusedOn' : 'forum.own.removedOn', on)
          : t(isRefused ? 'forum.own.refused' : 'forum.own.removed')}{' '}
        {decision?.reason && <>{rich('forum.own.reason', { reason: <bdi>{ended(decision.reason)}</bdi> })} </>}
        {t('forum.own.onlyYou')}
      </span>
    </p>
  );
}
