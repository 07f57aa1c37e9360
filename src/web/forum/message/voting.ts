import type { MessageView, VoteAnswer, VoteTotals } from '../../../messages/messages.schema.js';
import { callAs } from '../session/session.js';
import type { Store } from '../state/store.js';

type Vote = 'up' | 'down' | undefined;

/** Messages whose vote is on its way, each with what the reader wants by now: one is sent after the other, or the first could win. */
const wanted = new Map<string, Vote>();

/** Casts, changes or takes back a vote; shown at once, and taken back to what the server has when it says no. Raises ApiError. */
export async function vote(store: Store, message: MessageView, value: 'up' | 'down'): Promise<void> {
  const { id } = message;
  const before = store.state.votes[id];
  const after = before === value ? undefined : value;
  const totals = { ...message.votes };
  if (before) totals[before]--;
  if (after) totals[after]++;
  show(store, id, after, totals);
  const isOnItsWay = wanted.has(id);
  wanted.set(id, after);
  if (isOnItsWay) return;
  let taken = before;
  let known = message.votes;
  try {
    for (let sent = after; ; sent = wanted.get(id)) {
      known = await send(store, id, sent);
      taken = sent;
      if (wanted.get(id) === sent) return;
    }
  } catch (error) {
    show(store, id, taken, known);
    throw error;
  } finally {
    wanted.delete(id);
  }
}

/** Answers the totals; shown unless the reader wants something else by now. */
async function send(store: Store, id: string, value: Vote): Promise<VoteTotals> {
  return store.during(async (heard) => {
    const body = { value: value ?? 'none' };
    const { votes } = await callAs<VoteAnswer>(store, `/messages/${id}/vote`, { method: 'PUT', body });
    const totals = heard.totals.get(id) ?? votes;
    if (wanted.get(id) === value) show(store, id, value, totals);
    return totals;
  });
}

function show(store: Store, id: string, vote: Vote, totals: VoteTotals): void {
  store.note(({ voted }) => voted.add(id));
  store.note((heard) => heard.totals.set(id, totals));
  store.set((state) => {
    const { [id]: _, ...votes } = state.votes;
    const message = state.messages[id];
    return {
      ...state,
      votes: vote ? { ...votes, [id]: vote } : votes,
      messages: message ? { ...state.messages, [id]: { ...message, votes: totals } } : state.messages,
    };
  });
}
