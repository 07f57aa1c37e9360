import type { ThreadEvent } from '../../../events/events.schema.js';
import type { MemberView, OwnSanction } from '../../../members/members.schema.js';
import type { ContextAnswer, MessageView, OwnDecision, PageAnswer, Sort } from '../../../messages/messages.schema.js';
import type { PutThread, ThreadView } from '../../../threads/threads.schema.js';

/** The key of the branch that hangs on the thread itself. */
export const ROOT = '';

/** The messages that hang on one message (or on the thread) and are on the page. */
export type Branch = {
  readonly ids: readonly string[];
  /** Cursor of what follows; `''` to read the branch from its beginning; null when all of it is here. */
  readonly next: string | null;
  /** The position of the last one that was read: what comes back before it has its place here, and `next` leads past it. */
  readonly until?: number | null | undefined;
};

/** A post on its way: it keeps its key until the server has answered, through reloads and lost connections. */
export type Outgoing = {
  readonly key: string;
  /** What the stream calls the key by; see `echoOf`. */
  readonly echo?: string;
  readonly parentId: string | null;
  readonly text: string;
  /** The name that a reader gave with it; a guest is made of it when there is none yet. */
  readonly name: string;
  readonly at: string;
  readonly state: 'sending' | 'waiting' | 'refused';
  /** Why it waits or was refused, as a sentence; and the code of that. */
  readonly why?: string;
  readonly code?: string;
  /** Which of its fields was refused. */
  readonly field?: string;
  /** When it is tried again, in ms by this browser's clock, where the server named a time. */
  readonly again?: number;
};

/** `reconnecting`: a connection that was open has gone dead without a word. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

/** What a form that was sent without JavaScript came to. */
export type FormOutcome = {
  readonly error?: string;
  readonly text?: string;
  readonly name?: string;
  readonly parentId?: string;
  readonly posted?: 'published' | 'held';
};

/** What the server puts into the page for the script to go on from: the same for every reader. */
export type Initial = {
  readonly thread: ThreadView;
  readonly page?: PageAnswer;
  readonly context?: ContextAnswer;
  readonly sort: Sort;
  readonly embedded: boolean;
  /** The language that the page was asked in, where it is not the site's own: what it leads to is asked in the same. */
  readonly lang?: string;
  /** The forum's public origin, which links that are shared begin with. */
  readonly origin: string;
  readonly form?: FormOutcome;
  /** What the tag says of its article, where the forum does not know that yet: it goes with what the reader writes. */
  readonly article?: PutThread;
};

/** A message of the reader's own that is not on the page: held, rejected, or removed. */
export type Unpublished = MessageView & { readonly decision?: OwnDecision | null };

export type ForumState = {
  readonly thread: ThreadView;
  readonly sort: Sort;
  readonly embedded: boolean;
  readonly lang: string | undefined;
  readonly origin: string;
  readonly form: FormOutcome | null;
  readonly article: PutThread | undefined;
  readonly messages: Readonly<Record<string, MessageView>>;
  readonly branches: Readonly<Record<string, Branch>>;
  /** The message that a link leads to, when the page shows its conversation alone. */
  readonly focus: string | null;
  /** The next ancestor further up than the page shows. */
  readonly earlier: string | null;
  /** A link led to a message that is no longer here. */
  readonly missing?: boolean;

  /** The last events that were applied, the latest of them at `thread.position`: what older answers lack. */
  readonly recent: readonly ThreadEvent[];
  /** How often the page was read anew: what is the reader's own is read again with it. */
  readonly readings: number;
  /** Arrived, but not yet inserted: it would have moved what is being read. In order of arrival. */
  readonly waiting: readonly string[];
  /** How many messages of others have come since the page was opened. */
  readonly came: number;
  /** Inserted a moment ago, the last of them; glows once. */
  readonly glowing: readonly string[];
  readonly folded: Readonly<Record<string, boolean>>;
  /** Where the composer stands open: a message's id, ROOT, or nowhere. */
  readonly composing: string | null;

  readonly token: string | null;
  readonly me: MemberView | null;
  readonly votes: Readonly<Record<string, 'up' | 'down'>>;
  /** Of the reader's own what is not on the page, with what moderators decided. */
  readonly held: readonly Unpublished[];
  /** What keeps the reader from writing here, until it ends: see `barredBy`. */
  readonly sanction: OwnSanction | null;
  readonly outbox: readonly Outgoing[];
  /** What is being written, by its place: see drafts.ts. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly ignored: readonly string[];

  readonly connection: Connection;
  readonly readers: number | null;
  readonly typing: readonly { readonly name: string; readonly parentId: string | null }[];
  /** Now, in ms, in steps; null until the script runs. */
  readonly now: number | null;
};

/** The state that both the server and the browser begin with. */
export function begin(initial: Initial): ForumState {
  const { thread, sort, embedded, lang, origin, form, article } = initial;
  return {
    thread,
    sort,
    embedded,
    lang,
    origin,
    form: form ?? null,
    article,
    ...(initial.context ? ofContext(initial.context) : ofPage(initial.page)),
    recent: [],
    readings: 0,
    waiting: [],
    came: 0,
    glowing: [],
    folded: {},
    composing: form?.parentId ?? (form ? ROOT : null),
    token: null,
    me: null,
    votes: {},
    held: [],
    sanction: null,
    outbox: [],
    drafts: {},
    ignored: [],
    connection: 'connecting',
    readers: null,
    typing: [],
    now: null,
  };
}

type Content = Pick<ForumState, 'messages' | 'branches' | 'focus' | 'earlier'>;
type Grown = Pick<ForumState, 'messages' | 'branches'>;

/** One page of the thread. */
export function ofPage(page?: PageAnswer): Content {
  const none = { messages: {}, branches: {} };
  const content = page ? grow(none, ROOT, page.messages, page.next) : { ...none, branches: { [ROOT]: NO_BRANCH } };
  return { ...content, focus: null, earlier: null };
}

/** One message with those above it, each hanging on the one before. */
export function ofContext({ ancestors, message, earlier }: ContextAnswer): Content {
  let content: Grown = { messages: {}, branches: {} };
  let parent = ROOT;
  for (const each of [...ancestors, message]) {
    const inFull = each.replies !== undefined;
    const isOnlyOne = parent === ROOT || (content.messages[parent]?.replyCount ?? 0) < 2;
    content = grow(content, parent, [each], isOnlyOne ? null : '');
    if (!inFull && each.replyCount > 0) {
      content = { ...content, branches: { ...content.branches, [each.id]: { ids: [], next: '' } } };
    }
    parent = each.id;
  }
  return { ...content, focus: message.id, earlier };
}

/** Adds messages to the end of a branch, and the replies that came with each of them to theirs. */
export function grow(content: Grown, parent: string, added: readonly MessageView[], next: string | null): Grown {
  const messages = { ...content.messages };
  const branches = { ...content.branches };
  const hang = (on: string, views: readonly MessageView[], cursor: string | null) => {
    const ids = views.map((view) => view.id);
    const before = branches[on]?.ids.filter((id) => !ids.includes(id)) ?? [];
    branches[on] = { ids: [...before, ...ids], next: cursor, until: views.at(-1)?.position };
    for (const { replies, ...view } of views) {
      messages[view.id] = view;
      if (replies) hang(view.id, replies.messages, replies.next);
      else if (view.replyCount > 0 && !branches[view.id]) branches[view.id] = { ids: [], next: '' };
    }
  };
  hang(parent, added, next);
  return { messages, branches };
}

export const NO_BRANCH: Branch = { ids: [], next: null };

export function branchOf(state: Pick<ForumState, 'branches'>, parentId: string | null): Branch {
  return state.branches[parentId ?? ROOT] ?? NO_BRANCH;
}

/** How many replies hang below a message, at every depth; of a branch that is not all here what the server last said of it. */
export function repliesBelow(state: Pick<ForumState, 'branches' | 'messages'>, id: string): number {
  const branch = branchOf(state, id);
  const told = branch.next === null ? 0 : (state.messages[id]?.replyCount ?? 0);
  const direct = Math.max(branch.ids.length, told);
  return branch.ids.reduce((sum, reply) => sum + repliesBelow(state, reply), direct);
}

/** Whether a message is on the page, so that what is written under it has a place there. */
export function isOnPage(state: Pick<ForumState, 'messages' | 'branches' | 'waiting'>, id: string): boolean {
  const message = state.messages[id];
  return message !== undefined && branchOf(state, message.parentId).ids.includes(id);
}

/** The sanction that holds against the reader here and now. */
export function barredBy({ sanction, now }: Pick<ForumState, 'sanction' | 'now'>): OwnSanction | null {
  const isOver = sanction?.until && Date.parse(sanction.until) <= (now ?? 0);
  return isOver ? null : sanction;
}

/** Whether the reader may add something. */
export const mayWrite = (state: ForumState): boolean => state.thread.state === 'open' && !barredBy(state);

/** Drafts that have no composer: what they belong to is not on the page, or nothing can be added (any more). */
export function draftsAdrift(state: ForumState): readonly string[] {
  const may = mayWrite(state);
  return Object.keys(state.drafts).filter((place) => {
    const message = place.replace('edit:', '');
    if (message === ROOT) return !may;
    const hasForm = place !== message || may || (state.composing === place && !barredBy(state));
    return !isOnPage(state, message) || !hasForm;
  });
}

/** What waits, was refused or is held, and hangs on a message that is not on the page. */
export function isAdrift(state: ForumState, { parentId }: { readonly parentId: string | null }): boolean {
  return parentId !== null && !isOnPage(state, parentId);
}
