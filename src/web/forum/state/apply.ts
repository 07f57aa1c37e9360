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

/** One event, the next in order. */
export function apply(state: ForumState, event: ThreadEvent, mayInsert: MayInsert): ForumState {
  const after = change(state, event, mayInsert);
  return { ...after, thread: { ...after.thread, position: event.position } };
}

function change(state: ForumState, event: ThreadEvent, mayInsert: MayInsert): ForumState {
  switch (event.type) {
    case 'message.posted':
      return heard(counted(appear(state, event.data, mayInsert), +1), event.data.message);
    case 'message.restored': {
      const kept = !event.data.places && event.data.message.replyCount > 0;
      return heard(counted(appear(state, event.data, mayInsert, kept), +1), event.data.message);
    }
    case 'message.edited':
      return state.messages[event.data.message.id] ? keep(state, event.data.message) : state;
    case 'message.removed':
      return counted(event.data.kept ? emptied(state, event.data.id) : gone(state, event.data), -1);
    case 'thread.changed':
      // Told later, it has the count of then: what is counted here from event to event is right at each of them.
      return { ...state, thread: { ...event.data.thread, messageCount: state.thread.messageCount } };
  }
}

function counted(state: ForumState, by: number): ForumState {
  return { ...state, thread: { ...state.thread, messageCount: Math.max(0, state.thread.messageCount + by) } };
}

/** Another's message came; one's own is no news. */
function heard(state: ForumState, { author }: MessageView): ForumState {
  return author?.id === state.me?.id ? state : { ...state, came: state.came + 1 };
}

type Appeared = { readonly message: MessageView; readonly places?: readonly MessageView[] | undefined };

/**
 * Takes in a message, and before it the empty places above it that came back: named from the lowest up, hung from the topmost down.
 * @param kept it has replies, so that its place was there, and counted, while it was away
 */
function appear(state: ForumState, { message, places = [] }: Appeared, mayInsert: MayInsert, kept = false): ForumState {
  const [first = message, ...below] = [...places.toReversed(), ...(places.length > 0 ? [message] : [])];
  state = arrive(kept ? state : counting(state, first), first, mayInsert);
  // Each of these is counted already in the view of the place that came right before it.
  return below.reduce((grown, each) => arrive(grown, each, mayInsert), state);
}

/** Its parent has one reply more, where it is new to the page. */
function counting(state: ForumState, { id, parentId }: MessageView): ForumState {
  const parent = parentId === null ? undefined : state.messages[parentId];
  const isKnown = state.messages[id] !== undefined || branchOf(state, parentId).ids.includes(id);
  return parent && !isKnown ? keep(state, { ...parent, replyCount: parent.replyCount + 1 }) : state;
}

/** Takes in a message that appeared: in its place if that moves nothing that is read, else behind "N new". */
function arrive(state: ForumState, message: MessageView, mayInsert: MayInsert): ForumState {
  const known = state.messages[message.id] !== undefined;
  const siblings = branchOf(state, message.parentId).ids;
  if (known || siblings.includes(message.id)) return keep(state, message);

  if (message.parentId !== null && !state.messages[message.parentId]) return state;
  const index = placeOf(state, message);
  if (index === null) return state;
  state = keep(state, message);
  if (!mayInsert(state, message, index)) return { ...state, waiting: [...state.waiting, message.id] };
  return glow(put(state, message.id, index), message.id);
}

/** Puts a message in its place whatever is being read: the reader's own, and what "N new" was pressed for. */
export function place(state: ForumState, message: MessageView): ForumState {
  const placed = branchOf(state, message.parentId).ids.includes(message.id);
  state = keep(counting(state, message), message);
  state = { ...state, waiting: state.waiting.filter((id) => id !== message.id) };
  if (placed) return state;
  return glow(
    put(state, message.id, placeOf(state, message) ?? branchOf(state, message.parentId).ids.length),
    message.id,
  );
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
export function placeOf(state: ForumState, { parentId, position }: MessageView): number | null {
  const { ids, next } = branchOf(state, parentId);
  const sort = parentId === null ? state.sort : 'oldest';
  if (parentId === null && state.focus !== null) return null;
  if (sort !== 'oldest' && sort !== 'newest') return 0;
  const own = position ?? Infinity;
  const index = ids.findIndex((id) => (sort === 'newest' ? positionOf(state, id) < own : positionOf(state, id) > own));
  if (index >= 0) return index;
  return next === null ? ids.length : null;
}

/** The message that stands right below a place on the page; null at its very end. */
export function below(state: ForumState, parentId: string | null, index: number): string | null {
  const id = branchOf(state, parentId).ids[index];
  if (id !== undefined) return id;
  if (parentId === null) return null;
  const parent = state.messages[parentId];
  if (!parent) return null;
  const { ids } = branchOf(state, parent.parentId);
  return below(state, parent.parentId, ids.indexOf(parentId) + 1);
}

const positionOf = (state: ForumState, id: string): number => state.messages[id]?.position ?? 0;

function put(state: ForumState, id: string, index: number): ForumState {
  const parentId = state.messages[id]?.parentId ?? ROOT;
  const branch = branchOf(state, parentId);
  const ids = [...branch.ids.slice(0, index), id, ...branch.ids.slice(index)];
  return { ...state, branches: { ...state.branches, [parentId]: { ...branch, ids } } };
}

const glow = (state: ForumState, id: string): ForumState => ({ ...state, glowing: [...state.glowing, id] });

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

/** A removed message without replies leaves the page, and with it the empty places that only it kept there. */
function gone(
  state: ForumState,
  { id, parentId, gone }: { id: string; parentId: string | null; gone: readonly string[] },
) {
  const leaving = new Set([id, ...gone]);
  const messages = { ...state.messages };
  const branches = { ...state.branches };
  for (const each of leaving) {
    const message = messages[each];
    // Of one that was never loaded the event tells at least what it hung on.
    const on = (message ? message.parentId : each === id ? parentId : null) ?? ROOT;
    const branch = branches[on];
    if (branch) branches[on] = { ...branch, ids: branch.ids.filter((other) => other !== each) };
    const parent = messages[on];
    if (parent) messages[on] = { ...parent, replyCount: Math.max(0, parent.replyCount - 1) };
    delete messages[each];
    delete branches[each];
  }
  return { ...state, messages, branches, waiting: state.waiting.filter((each) => !leaving.has(each)) };
}
