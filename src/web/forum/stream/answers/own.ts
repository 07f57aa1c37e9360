import type { MessageAnswer, MessageView, MineAnswer, Head } from '../../../../messages/messages.schema.js';
import { query } from '../../session/api.js';
import { callAs } from '../../session/session.js';
import { keep, place } from '../../state/apply.js';
import { eventsSince, isAbout, replayed } from './merge.js';
import type { ForumState } from '../../state/state.js';
import type { Meanwhile, Store } from '../../state/store.js';
import { ask } from './ask.js';
import { persist, unreachable } from './persist.js';

/**
 * Makes a message of the reader's own part of the page. One that something has happened to since is read anew; one that
 * was taken away stands among what is the reader's own, or nowhere. Raises ApiError.
 */
export async function takeAnswer(store: Store, answer: MessageAnswer): Promise<MessageView> {
  const { id } = answer.message;
  let known: MessageAnswer | null = answer;
  const get = async () => {
    const next = known ?? (await callAs<MessageAnswer>(store, `/messages/${id}`));
    known = null;
    return next;
  };
  store.note(({ own }) => own.add(id));
  const { message } = await ask(store, get, (state, next) => takeOwn(state, next.message, next));
  return message;
}

/** A message of the reader's own, as its author gets it: posted, edited, or read for its text. */
export function takeOwn(state: ForumState, message: MessageView, { position }: Head): ForumState | null {
  const events = eventsSince(state, position);
  if (!events || events.some(isAbout(message.id))) return null;
  const others = state.held.filter(({ id }) => id !== message.id);
  if (message.state !== 'published') {
    // Of the same revision is what stands here already: it may have the decision, too.
    const known = state.held.find(({ id, revision }) => id === message.id && revision >= message.revision);
    return { ...state, held: [...others, known ?? message] };
  }
  const known = state.messages[message.id];
  // An event told of it already: of what its author alone gets there is the text.
  if (known)
    return {
      ...(known.revision === message.revision ? keep(state, { ...known, text: message.text ?? '' }) : state),
      held: others,
    };
  const alone = { ...state, messages: { [message.id]: message }, branches: {}, waiting: [], held: [], outbox: [] };
  const { messages } = replayed(alone, events);
  return { ...place(state, messages[message.id] ?? message), held: others };
}

/** Readings of what is the reader's own: the last that was begun, and the last that was taken. */
let begun = 0;
let taken = 0;

/** Reads what only this reader may see, until it is read: nothing else may happen that would ask for it. A later reading takes its place. */
export function readMine(store: Store): Promise<void> {
  const { token, thread } = store.state;
  const site = thread.opened ? '' : thread.site;
  const reading = ++begun;
  const get = () => callAs<MineAnswer>(store, `/threads/${thread.id}/mine${query({ site })}`);
  const isWanted = () => store.state.token === token && reading >= taken;
  const attempt = async () => {
    let isTaken = false;
    await ask(store, get, (state, mine, meanwhile) => {
      const next = isWanted() ? takeMine(state, mine, meanwhile) : state;
      if (next && isWanted()) taken = reading;
      isTaken = next !== null;
      return next;
    });
    if (!isTaken) throw unreachable();
  };
  return persist(attempt, () => isWanted() && reading === begun);
}

/** What only this reader may see. */
export function takeMine(state: ForumState, mine: MineAnswer, meanwhile: Meanwhile): ForumState | null {
  const events = eventsSince(state, mine.position);
  const unpublished = mine.unpublished.map(({ message, decision }) => ({ ...message, decision }));
  // What was published and then taken away since, moderators may have decided on: this answer does not know.
  if (!events || unpublished.some(({ id }) => events.findLast(isAbout(id))?.type === 'message.removed')) return null;
  const votes = { ...mine.votes };
  for (const id of meanwhile.voted) {
    const own = state.votes[id];
    if (own) votes[id] = own;
    else delete votes[id];
  }
  // An answer that came by itself meanwhile may be of a later revision; this one alone tells of decisions.
  const isNewer = (one: MessageView | undefined, { revision }: MessageView) =>
    one !== undefined && one.revision > revision;
  const current = unpublished.filter((own) => {
    const shown = state.messages[own.id];
    if (shown?.author && shown.revision >= own.revision) return false;
    return (
      !isNewer(
        state.held.find(({ id }) => id === own.id),
        own,
      ) && !events.some(isAbout(own.id))
    );
  });
  const known = state.held.filter(({ id }) => meanwhile.own.has(id));
  // A server of before did not tell of it.
  const { sanction = null } = mine;
  return {
    ...state,
    sanction,
    votes,
    held: [...current, ...known.filter(({ id }) => !current.some((own) => own.id === id))],
  };
}
