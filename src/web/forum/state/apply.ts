import type { ThreadEvent } from '../../../events/events.schema.js';
import type { MessageView } from '../../../messages/messages.schema.js';
import { branchOf, ROOT, type ForumState } from './state.js';

/** Whether a message may be put where it belongs now, or must wait behind "N new". */
export type MayInsert = (state: ForumState, message: MessageView, index: number) => boolean;

/** What became of a run of events: `gap` when one before them is missing, so that they must be fetched. */
export type Applied = { readonly state: ForumState; readonly gap: boolean };

/** Applies events in the order of their positions; those already applied are passed over. */
export function applyAll(state: ForumState, events: readonly ThreadEvent[], mayInsert: MayInsert): Applied {
  for (const event of events) {
    const expected = state.thread.position + 1;
    if (event.position < expected) continue;
    if (event.position > expected) return { state, gap: true };
    state = apply(state, event, mayInsert);
  }
  return { state, gap: false };
}

/** How many of the last events are remembered: an answer that is older than they are is asked for again. */
const REMEMBERED = 300;

/** One event, the next in order. */
export function apply(state: ForumState, event: ThreadEvent, mayInsert: MayInsert): ForumState {
  const after = change(state, event, mayInsert);
  return {
    ...after,
    recent: [...after.recent.slice(1 - REMEMBERED), event],
    thread: { ...after.thread, position: event.position },
  };
}

function change(state: ForumState, event: ThreadEvent, mayInsert: MayInsert): ForumState {
  switch (event.type) {
    case 'message.posted':
    case 'message.restored': {
      const { message } = event.data;
      const kept =
        event.type === 'message.restored' && (event.data.kept ?? (!event.data.places && message.replyCount > 0));
      const grown = counted(appear(state, event.data, mayInsert, kept), +1);
      return asNews(published(grown, message, 'echo' in event.data ? event.data.echo : undefined), message);
    }
    case 'message.edited':
      return state.messages[event.data.message.id] ? keep(state, asCounted(state, event.data.message)) : state;
    case 'message.removed': {
      const isOwn = state.me !== null && state.messages[event.data.id]?.author?.id === state.me.id;
      const after = counted(event.data.kept ? emptied(state, event.data.id) : gone(state, event.data), -1);
      return isOwn ? { ...after, readings: after.readings + 1 } : after;
    }
    case 'thread.changed':
      // Told later, it has the count of then: what is counted here from event to event is right at each of them.
      return { ...state, thread: { ...event.data.thread, messageCount: state.thread.messageCount } };
  }
}

function counted(state: ForumState, by: number): ForumState {
  return { ...state, thread: { ...state.thread, messageCount: Math.max(0, state.thread.messageCount + by) } };
}

/** What waited for this, held or on its way, is over: its author sees it in its place, however much of the branch is loaded. */
function published(state: ForumState, message: MessageView, echo: string | undefined): ForumState {
  const held = state.held.filter(({ id }) => id !== message.id);
  const outbox = echo ? state.outbox.filter((post) => post.echo !== echo) : state.outbox;
  if (held.length === state.held.length && outbox.length === state.outbox.length) return state;
  // Told later, it may have been taken away since: what became of it is asked for, and its text stays in sight meanwhile.
  if (message.state !== 'published') return { ...state, outbox, readings: state.readings + 1 };
  return place({ ...state, held, outbox }, message);
}

/** Another's message came; one's own is no news. */
function asNews(state: ForumState, { author }: MessageView): ForumState {
  return author?.id === state.me?.id ? state : { ...state, came: state.came + 1 };
}

type Appeared = { readonly message: MessageView; readonly places?: readonly MessageView[] | undefined };

/**
 * Takes in a message, and before it the empty places above it that came back: named from the lowest up, hung from the topmost down.
 * @param kept it has replies, so that its place was there, and counted, while it was away
 */
function appear(state: ForumState, appeared: Appeared, mayInsert: MayInsert, kept: boolean): ForumState {
  // An event that is told later has the view of then; the replies of since are counted by the events that follow.
  const message = asCounted(state, appeared.message, kept ? undefined : 0);
  const places = (appeared.places ?? []).map((each) => asCounted(state, each, 1));
  const [first = message, ...below] = [...places.toReversed(), message];
  state = arrive(kept ? state : counting(state, first), first, mayInsert);
  // Each of these is counted already in the view of the place that came right before it.
  return below.reduce((grown, each) => arrive(grown, each, mayInsert), state);
}

/** A message with as many replies as the page has counted; where it is new to the page, with `fresh`. */
function asCounted(state: ForumState, message: MessageView, fresh = message.replyCount): MessageView {
  return { ...message, replyCount: state.messages[message.id]?.replyCount ?? fresh };
}

/** Its parent has one reply more, where it is new to the page. */
function counting(state: ForumState, { id, parentId }: MessageView): ForumState {
  const parent = state.messages[parentId ?? ROOT];
  return parent && !state.messages[id] ? keep(state, { ...parent, replyCount: parent.replyCount + 1 }) : state;
}

/** Takes in a message that appeared: in its place if that moves nothing that is read, else behind "N new". */
function arrive(state: ForumState, message: MessageView, mayInsert: MayInsert): ForumState {
  if (state.messages[message.id]) return keep(state, message);
  if (message.parentId !== null && !state.messages[message.parentId]) return state;
  const index = placeOf(state, message);
  if (index === null) return state;
  state = keep(state, message);
  if (!mayInsert(state, message, index)) return { ...state, waiting: [...state.waiting, message.id] };
  return glow(put(state, message, index), message.id);
}

/** Puts a message in its place whatever is being read: the reader's own, and what "N new" was pressed for. Counts nothing. */
export function place(state: ForumState, message: MessageView): ForumState {
  if (message.parentId !== null && !state.messages[message.parentId]) return state;
  state = keep(state, message);
  state = { ...state, waiting: state.waiting.filter((id) => id !== message.id) };
  if (branchOf(state, message.parentId).ids.includes(message.id)) return state;
  return glow(put(state, message, indexIn(state, message)), message.id);
}

/** Shows all that waits. */
export function reveal(state: ForumState): ForumState {
  return state.waiting.reduce((shown, id) => {
    const message = shown.messages[id];
    return message ? place(shown, message) : shown;
  }, state);
}

/**
 * The index in its branch where a message belongs; null when that part of the branch is not loaded yet.
 * Replies always stand in the order in which they came. In a ranked thread the order stays still, so that what is new
 * comes first.
 */
export function placeOf(state: ForumState, message: MessageView): number | null {
  const { ids, next, until } = branchOf(state, message.parentId);
  if (message.parentId === null && state.focus !== null) return null;
  const index = indexIn(state, message);
  const own = message.position ?? 0;
  const isRead = until != null && (message.parentId === null && state.sort === 'newest' ? own >= until : own <= until);
  return index < ids.length || next === null || isRead ? index : null;
}

/** The same among what is loaded: at its end, where all of that comes before it. */
function indexIn(state: ForumState, { parentId, position }: MessageView): number {
  const { ids } = branchOf(state, parentId);
  const sort = parentId === null ? state.sort : 'oldest';
  if (sort !== 'oldest' && sort !== 'newest') return 0;
  const own = position ?? Infinity;
  const index = ids.findIndex((id) => (sort === 'newest' ? positionOf(state, id) < own : positionOf(state, id) > own));
  return index < 0 ? ids.length : index;
}

/** The message that stands right below a place on the page; null at its very end. */
export function below(state: ForumState, parentId: string | null, index: number): string | null {
  const id = branchOf(state, parentId).ids[index];
  if (id !== undefined) return id;
  const parent = state.messages[parentId ?? ROOT];
  if (!parent) return null;
  const { ids } = branchOf(state, parent.parentId);
  return below(state, parent.parentId, ids.indexOf(parent.id) + 1);
}

const positionOf = (state: ForumState, id: string): number => state.messages[id]?.position ?? 0;

function put(state: ForumState, { id, parentId }: MessageView, index: number): ForumState {
  const branch = branchOf(state, parentId);
  const ids = [...branch.ids.slice(0, index), id, ...branch.ids.slice(index)];
  return { ...state, branches: { ...state.branches, [parentId ?? ROOT]: { ...branch, ids } } };
}

/** How many glow at a time: those that came last. */
const GLOWING = 12;

const glow = (state: ForumState, id: string): ForumState => ({
  ...state,
  glowing: [...state.glowing.slice(1 - GLOWING), id],
});

/** Keeps the newest that is known of a message. `text` is the author's alone and never in an event: it stays. */
export function keep(state: ForumState, { replies: _, ...message }: MessageView): ForumState {
  const before = state.messages[message.id];
  if (before && before.revision > message.revision) return state;
  const text = message.text ?? (before?.revision === message.revision ? before.text : undefined);
  return {
    ...state,
    messages: { ...state.messages, [message.id]: text === undefined ? message : { ...message, text } },
  };
}

/** A removed message that has replies stays as an empty place. */
function emptied(state: ForumState, id: string): ForumState {
  const message = state.messages[id];
  if (!message) return state;
  const { text: _, ...rest } = message;
  const place: MessageView = { ...rest, author: null, html: '', state: 'deleted' };
  return { ...state, messages: { ...state.messages, [id]: place } };
}

type Removed = Extract<ThreadEvent, { type: 'message.removed' }>['data'];

/** A removed message without replies leaves the page, and with it the empty places that only it kept there. */
function gone(state: ForumState, { id, parentId, gone, under }: Removed) {
  const leaving = [id, ...gone];
  const messages = { ...state.messages };
  const branches = { ...state.branches };
  for (const [step, each] of leaving.entries()) {
    // Each of them hung on the next, whether it was ever loaded or not.
    const on = gone[step] ?? (step === 0 ? parentId : (under ?? messages[each]?.parentId)) ?? ROOT;
    const branch = branches[on];
    if (branch) branches[on] = { ...branch, ids: branch.ids.filter((other) => other !== each) };
    const parent = messages[on];
    if (parent) messages[on] = { ...parent, replyCount: Math.max(0, parent.replyCount - 1) };
    delete messages[each];
    delete branches[each];
  }
  return { ...state, messages, branches, waiting: state.waiting.filter((each) => !leaving.includes(each)) };
}
