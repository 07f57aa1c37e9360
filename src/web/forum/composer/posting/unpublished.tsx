import { language, t } from '../../../../i18n/format.js';
import { Disc } from '../../../ui/disc.js';
import { Held } from './held.js';
import { discard, sendAgain } from './outbox.js';
import { Rename } from './rename.js';
import type { ForumState, Outgoing } from '../../state/state.js';
import { useForum, useStore } from '../../state/store.js';
import { writeAgain } from './write-again.js';

type Hanging = { readonly parentId: string | null };

/** What only its author sees, in the place where it will stand: on its way, refused, or before the moderators. */
export function Unpublished({ where }: { where: (state: ForumState, hanging: Hanging) => boolean }) {
  const { state } = useStore();
  const held = useForum((state) => state.held);
  const outbox = useForum((state) => state.outbox);
  const here = (hanging: Hanging) => where(state, hanging);
  return (
    <>
      {held.filter(here).map((message) => (
        <li key={message.id}>
          <Held message={message} />
        </li>
      ))}
      {outbox.filter(here).map((post) => (
        <li key={post.key}>
          <OnItsWay post={post} />
        </li>
      ))}
    </>
  );
}

function OnItsWay({ post }: { post: Outgoing }) {
  const store = useStore();
  const me = useForum((state) => state.me);
  const name = me?.name ?? post.name;
  return (
    <article id={`message-${post.key}`} class="message unpublished" aria-label={t('forum.composer.text')} tabIndex={-1}>
      <Disc id={me?.id ?? ''} name={name} />
      <header class="byline">
        <bdi class="name">{name}</bdi>
      </header>
      <div class="text raw" dir="auto">
        {post.text}
      </div>
      <p class={`fate ${post.state}`} role="status">
        {post.state === 'sending' && t('forum.own.sending')}
        {post.state === 'waiting' && waiting(post)}
        {post.state === 'refused' && t('forum.own.notPosted', { why: post.why ?? '' })}
        <span>
          {post.state === 'refused' && (
            <button type="button" class="quiet" onClick={() => void writeAgain(store, post)}>
              {t('forum.own.change')}
            </button>
          )}
          {post.code === 'name_taken' && (
            <a class="quiet" href={document.querySelector<HTMLAnchorElement>('.account-link a')?.href}>
              {t('forum.own.signIn')}
            </a>
          )}
          {post.state !== 'sending' && (
            <button type="button" class="quiet" onClick={() => discard(store, post.key)}>
              {t('forum.own.discard')}
            </button>
          )}
        </span>
      </p>
      {me && post.code === 'name_taken' && <Rename onRenamed={() => sendAgain(store, post.key)} />}
    </article>
  );
}

/** Why it waits, and what becomes of it without anybody's doing. */
function waiting({ code, again }: Outgoing): string {
  if (code === 'unreachable') return t('forum.composer.waits');
  const why = t(code === 'too_fast' ? 'forum.own.tooFast' : 'forum.own.busy');
  return `${why} ${again ? t('forum.own.sentAt', { time: secondOf(again) }) : t('forum.own.sentSoon')}`;
}

const secondOf = (at: number): string => new Intl.DateTimeFormat(language().locale, { timeStyle: 'medium' }).format(at);
