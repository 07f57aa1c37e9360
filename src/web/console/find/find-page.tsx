import { t } from '../../../i18n/format.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { FoundMembers, FoundThreads } from '../../../moderation/search/search.schema.js';
import { Ago } from '../../ui/ago.js';
import { plainDay } from '../../ui/time.js';
import type { ConsoleApi } from '../api.js';
import { useMore } from '../item/use-more.js';
import { useThreadCounts, type ThreadCounts } from '../store/thread-counts.js';
import type { ConsoleStore } from '../store/console-store.js';
import { placeIn, type Place } from '../route.js';
import { MessageLine } from '../subject/message-line.js';
import { PlaceLink } from '../subject/place-link.js';

type Props = { readonly store: ConsoleStore; readonly now: number; readonly go: (place: Place) => void };

const KINDS = {
  messages: 'console.find.messages',
  threads: 'console.find.threads',
  members: 'console.find.members',
} as const;
type Kind = keyof typeof KINDS;
const ALL = Object.keys(KINDS) as readonly Kind[];

/** Any message, discussion or member of the moderator's sites, whether it waits for somebody or not. */
export function FindPage({ store, now, go }: Props) {
  const [typed, type] = useState('');
  const [words, ask] = useState<string | null>(null);
  const [kind, choose] = useState<Kind>('messages');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <main class="log subject" aria-labelledby="find-title">
      <button type="button" class="back is-always" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="find-title">{t('console.find.title')}</h1>
        <p>{t('console.find.about')}</p>
      </header>
      <form
        role="search"
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          const place = placeIn(typed);
          if (place) return go(place);
          ask(typed.trim());
          // The keys are free again: whoever has asked reads.
          field.current?.blur();
        }}
      >
        <label class="field">
          <span>{t('console.find.field')}</span>
          <input ref={field} type="search" value={typed} onInput={(event) => type(event.currentTarget.value)} />
        </label>
        <fieldset class="find-kinds">
          <legend class="visually-hidden">{t('console.find.what')}</legend>
          {ALL.map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => choose(one)} />
              <span>{t(KINDS[one])}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="primary">
          {t('console.find.find')}
        </button>
      </form>
      {words !== null && <Found key={`${kind} ${words}`} kind={kind} words={words} store={store} now={now} go={go} />}
    </main>
  );
}

type Thing =
  | { readonly kind: 'messages'; readonly item: QueueItem }
  | { readonly kind: 'threads'; readonly thread: FoundThreads['threads'][number] }
  | { readonly kind: 'members'; readonly member: FoundMembers['members'][number] };

function Found({ kind, words, store, now, go }: Props & { kind: Kind; words: string }) {
  const { values, next, loading, failed, more } = useMore<Thing>(async (cursor) =>
    page(store.ports.api, kind, words, cursor),
  );
  useThreadCounts(
    store.threadCounts,
    values.flatMap((thing) => (thing.kind === 'threads' ? thing.thread.id : [])),
  );
  return (
    <section aria-label={t(KINDS[kind])}>
      <ul class="subject-list">
        {values.map((thing) => (
          <li key={idOf(thing)}>
            <PlaceLink to={placeOfThing(thing)} go={go}>
              <Line of={thing} counts={store.threadCounts} now={now} />
            </PlaceLink>
          </li>
        ))}
      </ul>
      <p class="calm" role="status">
        {loading && t('console.find.looking')}
        {failed && t('console.find.failed')}
        {!loading &&
          !failed &&
          values.length === 0 &&
          t(next === null ? 'console.find.nothing' : 'console.find.nothingSoFar')}
      </p>
      {!loading && (failed || next !== null) && (
        <button type="button" onClick={more}>
          {t(failed ? 'console.tryAgain' : 'console.find.further')}
        </button>
      )}
    </section>
  );
}

function Line({ of, counts, now }: { of: Thing; counts: ThreadCounts; now: number }) {
  switch (of.kind) {
    case 'messages':
      return <MessageLine item={of.item} now={now} />;
    case 'threads':
      return (
        <>
          <bdi class="row-name">{of.thread.title || of.thread.url}</bdi>
          <span class="quiet">{t('console.find.thread', { n: counts.of(of.thread), state: of.thread.state })}</span>
          <Ago iso={of.thread.createdAt} now={now} />
        </>
      );
    case 'members':
      return (
        <>
          <bdi class="row-name">{of.member.name}</bdi>
          <span class="quiet">{t('console.find.since', { date: plainDay(of.member.createdAt) })}</span>
        </>
      );
  }
}

async function page(api: ConsoleApi, kind: Kind, words: string, cursor: string | null) {
  switch (kind) {
    case 'messages': {
      const { items, next } = await api.findMessages(words, cursor);
      return { values: items.map((item) => ({ kind, item })), next };
    }
    case 'threads': {
      const { threads, next } = await api.findThreads(words, cursor);
      return { values: threads.map((thread) => ({ kind, thread })), next };
    }
    case 'members': {
      const { members, next } = await api.findMembers(words, cursor);
      return { values: members.map((member) => ({ kind, member })), next };
    }
  }
}

function idOf(thing: Thing): string {
  if (thing.kind === 'messages') return thing.item.message.id;
  return thing.kind === 'threads' ? thing.thread.id : thing.member.id;
}

function placeOfThing(thing: Thing): Place {
  const pages = { messages: 'message', threads: 'thread', members: 'member' } as const;
  return { page: pages[thing.kind], id: idOf(thing) };
}
