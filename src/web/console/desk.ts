import type { ServerFrame } from '../../live/live.schema.js';
import type { MeAnswer } from '../../members/members.schema.js';
import type {
  DecisionKind,
  QueueChange,
  QueueCounts,
  QueueItem,
  QueueKind,
  SanctionView,
} from '../../moderation/moderation.schema.js';
import type { ThreadState } from '../../threads/threads.schema.js';
import { api, ApiError } from './api.js';
import { LiveSocket, type LiveState } from './live.js';
import { Memory } from './memory.js';
import { EMPTY, find, queueReducer, walkable, type QueueAction, type QueueState, type Row } from './queue-state.js';
import { sanctionOf, type Term } from './sanction-terms.js';
import { DECIDED, sanctionSays } from './wording.js';

/** Something the moderator did, and what takes it back; null where nothing can. */
type Done = { readonly says: string; readonly undo: (() => Promise<void>) | null };

/** The sentence at the foot; `action` is what `u` does while it stands there. */
export type Note = {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

export type DeskState = {
  readonly queue: QueueState;
  readonly counts: QueueCounts | null;
  readonly live: LiveState;
  readonly note: Note | null;
  /** The moderator's own last decision (`at` in ms) and how many there were since the console was opened. */
  readonly last: { readonly says: string; readonly at: number; readonly count: number } | null;
  readonly signedOut: boolean;
};

/** A little longer than the slide itself (120 ms), so that it's never cut off. */
const SLIDE_MS = 140;
/** How long a row that somebody else decided stays to be seen. */
const MOMENT_MS = 2500;
/** While no socket holds, the queue is read this often instead. */
const POLL_MS = 15_000;
/** Rows are read again in pages of the API's maximum. */
const PAGE = 100;

/**
 * What one moderator has on the desk: the open queue, what is known of others' work, and what can be taken back.
 * A decision shows at once and is sent behind it; when the server knows better, the message comes back to its place.
 */
export class Desk {
  readonly contexts = new Memory(api.context);
  readonly members = new Memory(api.member);

  private state: DeskState = {
    queue: EMPTY,
    counts: null,
    live: { kind: 'connecting' },
    note: null,
    last: null,
    signedOut: false,
  };
  private readonly listeners = new Set<() => void>();
  private readonly history: Done[] = [];
  private readonly countsOf = new Map<string, QueueCounts>();
  /** Who decided what, as the socket told it: the 409 itself need not say so. */
  private readonly decidedBy = new Map<string, { decision: DecisionKind | null; by: string | null }>();
  private readonly socket: LiveSocket;
  private readonly poll: ReturnType<typeof setInterval>;

  constructor(readonly me: MeAnswer) {
    this.socket = new LiveSocket(me.sites, {
      frame: (frame) => this.hear(frame),
      opened: (again) => void (again && this.refresh()),
      state: (live) => this.set({ live, signedOut: this.state.signedOut || live.kind === 'refused' }),
    });
    this.poll = setInterval(() => this.state.live.kind !== 'live' && void this.refresh(), POLL_MS);
  }

  leave(): void {
    this.socket.close();
    clearInterval(this.poll);
  }

  get now(): DeskState {
    return this.state;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get selected(): Row | undefined {
    return find(this.state.queue, this.state.queue.selectedId);
  }

  async open(view: QueueKind, wanted: string | null): Promise<void> {
    this.dispatch({ type: 'opened', view });
    await this.read(view, wanted);
  }

  /** The queue once more, as far as it was loaded, without moving the moderator. */
  async refresh(): Promise<void> {
    if (this.state.queue.status !== 'loading') await this.read(this.state.queue.view, null);
  }

  async more(): Promise<void> {
    const { view, next, status } = this.state.queue;
    if (next === null || status !== 'ready') return;
    try {
      const answer = await api.queue(view, next);
      if (this.state.queue.next === next) this.dispatch({ type: 'appended', answer });
    } catch (error) {
      this.complain(error, 'More could not be loaded.');
    }
  }

  select(id: string | null): void {
    const before = this.selected;
    this.dispatch({ type: 'selected', id });
    if (before) this.slideOut(before.item.message.id);
    if (id === this.state.queue.rows.at(-1)?.item.message.id) void this.more();
  }

  /** One row down or up, stopping at either end. */
  step(by: 1 | -1, among: readonly Row[] = this.state.queue.rows): void {
    const rows = walkable(among);
    const at = rows.findIndex((row) => row.item.message.id === this.state.queue.selectedId);
    const next = at < 0 ? rows.at(0) : rows[at + by];
    if (next) return this.select(next.item.message.id);
    // Nothing is left to go on to; what somebody else decided goes all the same.
    if (rows[at]?.state.kind === 'decided') this.select(null);
  }

  async decide(decision: DecisionKind, reason?: string): Promise<void> {
    const row = this.selected;
    if (!row || row.state.kind === 'leaving') return;
    if (row.state.kind === 'decided')
      return this.say({ tone: 'plain', text: 'Already decided. J goes on to the next.' });
    const { item } = row;
    const index = this.state.queue.rows.indexOf(row);
    const id = item.message.id;
    this.dispatch({ type: 'decided', id });
    this.slideOut(id);
    const answer = api.decide(id, { decision, revision: item.message.revision, ...(reason ? { reason } : {}) });
    const reverse = opposite(item.kind, decision);
    const undo = reverse && (async () => this.takeBack(item, index, reverse, (await answer).message.revision));
    const done: Done = { says: DECIDED[decision], undo };
    this.did(done);
    try {
      await answer;
      this.members.forget(item.author.id);
      this.set({ last: { says: done.says, at: Date.now(), count: (this.state.last?.count ?? 0) + 1 } });
    } catch (error) {
      this.history.splice(this.history.indexOf(done), 1);
      await this.refused(item, index, error);
    }
  }

  async sanction(item: QueueItem, choice: { term: Term; reason: string; reject: boolean }): Promise<void> {
    const { term, reason, reject } = choice;
    const { id, name } = item.author;
    if (reject) void this.decide('reject', reason);
    try {
      const sanction = await api.sanction(id, { ...sanctionOf(term, reason, Date.now()), site: item.thread.site });
      this.members.forget(id);
      this.did({ says: `${name} ${term.done}`, undo: async () => void (await this.liftNow(sanction)) });
    } catch (error) {
      this.complain(error, `${name} is not ${term.done}.`);
    }
  }

  async lift(sanction: SanctionView): Promise<void> {
    try {
      await this.liftNow(sanction);
      this.say({ tone: 'plain', text: `Lifted: ${sanctionSays(sanction).toLowerCase()}` });
    } catch (error) {
      this.complain(error, 'It could not be lifted.');
    }
  }

  async setThreadState(item: QueueItem, to: ThreadState, reason: string): Promise<void> {
    const from = to === 'closed' ? 'open' : 'closed';
    try {
      await this.setThreadStateNow(item.thread.id, to, reason);
      const says = to === 'closed' ? 'Discussion closed' : 'Discussion opened again';
      this.did({ says, undo: () => this.setThreadStateNow(item.thread.id, from) });
    } catch (error) {
      this.complain(error, `The discussion is not ${to === 'closed' ? 'closed' : 'opened'}.`);
    }
  }

  async undo(): Promise<void> {
    const done = this.history.pop();
    if (!done) return this.say({ tone: 'plain', text: 'Nothing to undo.' });
    if (!done.undo) return this.say({ tone: 'plain', text: `${done.says}: answered reports cannot be opened again.` });
    this.say({ tone: 'plain', text: `Undoing “${done.says}” …` });
    try {
      await done.undo();
      this.say({ tone: 'plain', text: `Undone: ${done.says}` });
    } catch (error) {
      this.complain(error, 'It could not be undone.');
    }
  }

  say(note: Note | null): void {
    this.set({ note });
  }

  complain(error: unknown, what: string): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'sign_in_required') this.set({ signedOut: true });
    this.say({ tone: 'bad', text: `${what} ${error.message}` });
  }

  private did(done: Done): void {
    this.history.push(done);
    const action = done.undo && { label: 'Undo', run: () => void this.undo() };
    this.say({ tone: 'plain', text: done.says, ...(action && { action }) });
  }

  private async liftNow(sanction: SanctionView): Promise<void> {
    await api.lift(sanction.id);
    this.members.forget(sanction.memberId);
  }

  /** Every loaded message of the discussion says how it stands now. */
  private async setThreadStateNow(threadId: string, to: ThreadState, reason?: string): Promise<void> {
    await api.setThreadState(threadId, to, reason || undefined);
    for (const { item } of this.state.queue.rows)
      if (item.thread.id === threadId) this.contexts.forget(item.message.id);
  }

  private async read(view: QueueKind, wanted: string | null): Promise<void> {
    try {
      const loaded = this.state.queue.rows.length;
      let answer = await api.queue(view, null, loaded > 50 ? PAGE : 50);
      while (answer.next !== null && answer.items.length < loaded) {
        const page = await api.queue(view, answer.next, PAGE);
        answer = { ...page, items: [...answer.items, ...page.items] };
      }
      if (this.state.queue.view === view) this.dispatch({ type: 'loaded', answer, wanted });
    } catch (error) {
      if (this.state.queue.view === view && this.state.queue.status === 'loading') this.dispatch({ type: 'failed' });
      if (error instanceof ApiError && error.code === 'sign_in_required') this.set({ signedOut: true });
    }
  }

  private async takeBack(item: QueueItem, index: number, decision: DecisionKind, revision: number): Promise<void> {
    const { message } = await api.decide(item.message.id, { decision, revision });
    this.contexts.forget(message.id);
    this.members.forget(item.author.id);
    // Restored to the page it waits for nobody: the reports that had brought it here are answered.
    if (decision === 'restore') return;
    this.dispatch({ type: 'returned', item: { ...item, message }, index, state: { kind: 'waiting' }, select: true });
  }

  /** The server said no: the message stands where it stood, with the reason on it, and the moderator where they are. */
  private async refused(item: QueueItem, index: number, error: unknown): Promise<void> {
    const name = item.author.name;
    const id = item.message.id;
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'already_decided') {
      const first = this.decidedBy.get(id) ?? (await whoWasFirst(id));
      this.dispatch({ type: 'returned', item, index, state: { kind: 'waiting' }, select: false });
      this.dispatch({ type: 'overtaken', id, ...first });
      this.endMoment(id);
      const who = first.by ?? 'Another moderator';
      const what = first.decision ? DECIDED[first.decision].toLowerCase() : 'decided on';
      return this.say({
        tone: 'warn',
        text: `${who} was first: ${name}’s message is ${what} already. Yours was not counted.`,
      });
    }
    if (error.code === 'conflict') return this.bringBackEdited(item, index);
    if (error.code === 'message_not_found')
      return this.say({ tone: 'warn', text: `${name} has deleted that message.` });
    this.dispatch({ type: 'returned', item, index, state: { kind: 'waiting' }, select: false });
    this.complain(error, `${name}’s message is not decided.`);
  }

  private async bringBackEdited(item: QueueItem, index: number): Promise<void> {
    const id = item.message.id;
    this.contexts.forget(id);
    try {
      const { message } = await api.context(id);
      this.dispatch({ type: 'returned', item: { ...item, message }, index, state: { kind: 'edited' }, select: false });
      const look = { label: 'Read it again', run: () => (this.select(id), this.say(null)) };
      const text = `${item.author.name} edited the message after you read it. It was not decided.`;
      this.say({ tone: 'warn', text, action: look });
    } catch (error) {
      this.complain(error, `${item.author.name}’s message changed and could not be read again.`);
    }
  }

  private hear(frame: ServerFrame): void {
    if (frame.event === 'following' && 'queue' in frame.data) this.count(frame.data.queue, frame.data.counts);
    if (frame.event === 'queue') this.hearChange(frame.data);
    if (frame.event === 'error') this.say({ tone: 'bad', text: frame.data.message });
  }

  private hearChange(change: QueueChange): void {
    const { messageId: id, by, decision } = change;
    this.count(change.site, change.counts);
    this.contexts.forget(id);
    if (change.item) this.members.forget(change.item.author.id);
    if (by) this.decidedBy.set(id, { decision: decision ?? null, by: by.id === this.me.member.id ? 'You' : by.name });
    this.dispatch({ type: 'changed', change });
    if (find(this.state.queue, id)?.state.kind === 'decided') this.endMoment(id);
  }

  private count(site: string, counts: QueueCounts): void {
    this.countsOf.set(site, counts);
    const all = [...this.countsOf.values()];
    const sum = (key: keyof QueueCounts) => all.reduce((total, one) => total + one[key], 0);
    this.set({ counts: { held: sum('held'), reported: sum('reported') } });
  }

  private slideOut(id: string): void {
    setTimeout(() => this.dispatch({ type: 'slidOut', id }), SLIDE_MS);
  }

  private endMoment(id: string): void {
    setTimeout(() => {
      this.dispatch({ type: 'momentOver', id });
      this.slideOut(id);
    }, MOMENT_MS);
  }

  private dispatch(action: QueueAction): void {
    this.set({ queue: queueReducer(this.state.queue, action) });
  }

  private set(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}

/**
 * What takes a decision back: held again, on the page again, or off it again. Null where nothing does: reports that were
 * answered by an approval stay answered.
 */
function opposite(kind: QueueItem['kind'], decision: DecisionKind): DecisionKind | null {
  switch (kind) {
    case 'held':
      return 'hold';
    case 'reported':
      return decision === 'approve' ? null : 'restore';
    case 'rejected':
      return 'reject';
    case 'spam':
      return 'spam';
  }
}

/** The socket did not tell (it may have been down): the log knows. */
async function whoWasFirst(messageId: string): Promise<{ decision: DecisionKind | null; by: string | null }> {
  const { entries } = await api.log().catch(() => ({ entries: [] }));
  const entry = entries.find(({ subject, action }) => subject.id === messageId && action.startsWith('message.'));
  const decision = entry?.action.replace('message.', '') ?? '';
  return { decision: decision in DECIDED ? (decision as DecisionKind) : null, by: entry?.actor.name ?? null };
}
