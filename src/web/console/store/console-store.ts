import type { ServerFrame } from '../../../live/live.schema.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import type { DecisionKind, QueueChange, QueueCounts, QueueKind } from '../../../moderation/moderation.schema.js';
import { api, ApiError } from '../api.js';
import { Actions } from './actions.js';
import { LiveSocket, type LiveState } from '../live.js';
import { QueryCache } from './query-cache.js';
import {
  EMPTY,
  find,
  queueReducer,
  walkable,
  type QueueAction,
  type QueueState,
  type Row,
} from '../queue/queue-state.js';
import { DECIDED } from '../wording/wording.js';

/** The sentence at the foot; `action` is what `u` does while it stands there. */
export type Note = {
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

export type ConsoleState = {
  readonly queue: QueueState;
  readonly counts: QueueCounts | null;
  readonly live: LiveState;
  readonly note: Note | null;
  /** What the moderator has decided since the console was opened and not taken back, the last at the end. */
  readonly decided: readonly Decided[];
  readonly signedOut: boolean;
};

/** A decision of the moderator's own; `at` in ms. */
type Decided = { readonly id: string; readonly says: string; readonly at: number };

/** A decision and who took it, as far as they are known. */
type First = { readonly decision: DecisionKind | null; readonly by: string | null };

/** A little longer than the slide itself (120 ms), so that it's never cut off. */
const SLIDE_MS = 140;
/** How long a row that somebody else decided stays to be seen. */
const MOMENT_MS = 2500;
/** While no socket holds, the queue is read this often instead. */
const POLL_MS = 15_000;
/** Rows are read again in pages of the API's maximum. */
const PAGE = 100;

/** What one moderator has on the store: the open queue, what is known of others' work, the sentence at the foot. */
export class ConsoleStore {
  readonly contexts = new QueryCache(api.context);
  readonly members = new QueryCache(api.member);
  readonly threads = new QueryCache(api.thread);
  /** What the moderator does. */
  readonly actions = new Actions(this);

  private state: ConsoleState = {
    queue: EMPTY,
    counts: null,
    live: { kind: 'connecting' },
    note: null,
    decided: [],
    signedOut: false,
  };
  private readonly listeners = new Set<() => void>();
  private readonly countsOf = new Map<string, QueueCounts>();
  private readonly decidedBy = new Map<string, First>();
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

  get now(): ConsoleState {
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

  /** Who decided, as the socket told it; where that was silent (it may have been down), the log knows. */
  async whoWasFirst(messageId: string): Promise<First> {
    const told = this.decidedBy.get(messageId);
    if (told) return told;
    const { entries } = await api.log().catch(() => ({ entries: [] }));
    const entry = entries.find(({ subject, action }) => subject.id === messageId && action.startsWith('message.'));
    const decision = entry?.action.replace('message.', '') ?? '';
    return { decision: decision in DECIDED ? (decision as DecisionKind) : null, by: entry?.actor.name ?? null };
  }

  /** One more decision that the server has taken. */
  counted(id: string, says: string): void {
    this.set({ decided: [...this.state.decided, { id, says, at: Date.now() }] });
  }

  /** The last decision about a message does not stand any more. */
  takenBack(id: string): void {
    const index = this.state.decided.findLastIndex((decided) => decided.id === id);
    this.set({ decided: this.state.decided.filter((_, n) => n !== index) });
  }

  say(note: Note | null): void {
    this.set({ note });
  }

  complain(error: unknown, what: string): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'sign_in_required') this.set({ signedOut: true });
    this.say({ tone: 'bad', text: `${what} ${error.message}` });
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

  private hear(frame: ServerFrame): void {
    if (frame.event === 'following' && 'queue' in frame.data) this.count(frame.data.queue, frame.data.counts);
    if (frame.event === 'queue') this.hearChange(frame.data);
    if (frame.event === 'error') this.say({ tone: 'bad', text: frame.data.message });
  }

  private hearChange(change: QueueChange): void {
    const { messageId: id, by, decision } = change;
    this.count(change.site, change.counts);
    this.contexts.invalidate(id);
    if (change.item) this.members.invalidate(change.item.author.id);
    if (by) this.decidedBy.set(id, { decision: decision ?? null, by: by.name });
    this.dispatch({ type: 'changed', change });
    if (find(this.state.queue, id)?.state.kind === 'decided') this.endMoment(id);
  }

  private count(site: string, counts: QueueCounts): void {
    this.countsOf.set(site, counts);
    const all = [...this.countsOf.values()];
    const sum = (key: keyof QueueCounts) => all.reduce((total, one) => total + one[key], 0);
    this.set({ counts: { held: sum('held'), reported: sum('reported') } });
  }

  /** Takes a row away that is leaving, as soon as it has slid out. */
  slideOut(id: string): void {
    setTimeout(() => this.dispatch({ type: 'slidOut', id }), SLIDE_MS);
  }

  /** Lets a row that somebody else decided be seen for a moment. */
  endMoment(id: string): void {
    setTimeout(() => {
      this.dispatch({ type: 'momentOver', id });
      this.slideOut(id);
    }, MOMENT_MS);
  }

  dispatch(action: QueueAction): void {
    this.set({ queue: queueReducer(this.state.queue, action) });
  }

  private set(part: Partial<ConsoleState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
