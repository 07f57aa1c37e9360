import type { ServerFrame } from '../../../live/live.schema.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import type { ContextAnswer } from '../../../messages/messages.schema.js';
import type { DecisionKind } from '../../../moderation/decisions/decisions.schema.js';
import type { QueueChange, QueueCounts, QueueItem } from '../../../moderation/queue/queue.schema.js';
import type { MemberRecord } from '../../../moderation/records/records.schema.js';
import type { ThreadDetails } from '../../../moderation/threads/thread-acts.schema.js';
import { ApiError } from '../api.js';
import type { LiveState } from '../live-queues.js';
import { EMPTY, queueReducer, type QueueAction, type QueueState, type Row } from '../queue/queue-state.js';
import { countIn, waits } from '../queue/queues.js';
import { find, isOpen, stepFrom } from '../queue/rows.js';
import { isSameSearch, isSearching, type Search } from '../search/search.js';
import { DECIDED } from '../wording/wording.js';
import { Actions } from './actions.js';
import type { ConsolePorts, LiveSocket } from './ports.js';
import { QueryCache } from './query-cache.js';
import { QueueReader } from './queue-reader.js';
import { ThreadActions } from './thread-actions.js';
import { ThreadCounts } from './thread-counts.js';

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
type Decided = { readonly id: string; readonly decision: DecisionKind; readonly says: string; readonly at: number };

/** A decision and who took it, as far as they are known. */
type First = { readonly decision: DecisionKind | null; readonly by: string | null };

/** A little longer than the slide itself (120 ms), so that it's never cut off. */
const SLIDE_MS = 140;
/** How long a row that somebody else decided stays to be seen. */
const MOMENT_MS = 2500;
/** While no socket holds, the queue is read this often instead. */
const POLL_MS = 15_000;
/** Where the stream only says that a list has changed, it is read again after this long, once for all that came. */
const GATHER_MS = 1000;

/** What one moderator works with: the open queue, what is known of others' work, the sentence at the foot. */
export class ConsoleStore {
  readonly contexts: QueryCache<ContextAnswer>;
  readonly members: QueryCache<MemberRecord>;
  readonly threads: QueryCache<ThreadDetails>;
  /** Messages that are looked at by themselves. */
  readonly items: QueryCache<QueueItem>;
  /** What the moderator does. */
  readonly actions: Actions;
  readonly threadActions: ThreadActions;
  readonly reader: QueueReader;
  readonly threadCounts = new ThreadCounts((threadIds) => this.socket.count(threadIds));

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
  private readonly stopPolling: () => void;
  private gathering = false;

  constructor(
    readonly me: MeAnswer,
    readonly ports: ConsolePorts,
  ) {
    const { api } = ports;
    this.contexts = new QueryCache(api.context);
    this.members = new QueryCache(api.member);
    this.threads = new QueryCache(api.thread);
    this.items = new QueryCache(api.item);
    this.actions = new Actions(this, api);
    this.threadActions = new ThreadActions(this, api);
    this.reader = new QueueReader(api, {
      queue: () => this.state.queue,
      dispatch: (action) => this.dispatch(action),
      complain: (error, what) => this.complain(error, what),
      later: ports.later,
    });
    this.socket = ports.connect(me.sites, {
      frame: (frame) => this.onFrame(frame),
      opened: (again) => void (again && this.reader.refresh()),
      state: (live) => this.set({ live, signedOut: this.state.signedOut || live.kind === 'refused' }),
    });
    this.stopPolling = ports.every(POLL_MS, () => void (this.state.live.kind !== 'live' && this.reader.refresh()));
  }

  leave(): void {
    this.socket.close();
    this.stopPolling();
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

  /** Shows of the open queue what a search finds; what was in front stays there if it is found. */
  search(search: Search): void {
    const { view, search: shown, selectedId } = this.state.queue;
    if (!isSameSearch(search, shown)) void this.reader.open(view, selectedId, search);
  }

  select(id: string | null): void {
    const before = this.state.queue.selectedId;
    this.dispatch({ type: 'selected', id });
    if (before) this.slideOut(before);
  }

  /** One row down or up, stopping at either end. */
  step(by: 1 | -1): void {
    const { rows, selectedId } = this.state.queue;
    const next = stepFrom(rows, selectedId, by);
    if (next !== null) return this.select(next);
    // Nothing is left to go on to; what somebody else decided goes all the same.
    if (this.selected && !isOpen(this.selected)) this.select(null);
  }

  /** Who decided, as the socket told it; where that was silent (it may have been down), the log knows. */
  async whoWasFirst(messageId: string): Promise<First> {
    const by = this.decidedBy.get(messageId);
    if (by) return by;
    const { entries } = await this.ports.api.log().catch(() => ({ entries: [] }));
    const entry = entries.find(({ subject }) => subject.id === messageId);
    const decision = entry?.action.replace('message.', '') ?? '';
    return { decision: decision in DECIDED ? (decision as DecisionKind) : null, by: entry?.actor.name ?? null };
  }

  /** One more decision that the server has taken. */
  counted(id: string, decision: DecisionKind, says: string): void {
    this.set({ decided: [...this.state.decided, { id, decision, says, at: Date.now() }] });
  }

  /** The last decision about a message does not stand any more. */
  takenBack(id: string): void {
    const index = this.state.decided.findLastIndex((decided) => decided.id === id);
    this.set({ decided: this.state.decided.filter((_, n) => n !== index) });
  }

  say(note: Note | null): void {
    this.set({ note });
  }

  /** Says a refusal at the foot, in a sentence about what was to be done; what is none is thrown on. */
  complain(error: unknown, says?: (why: string) => string): asserts error is ApiError {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'sign_in_required') this.set({ signedOut: true });
    if (says) this.say({ tone: 'bad', text: says(error.message) });
  }

  private onFrame(frame: ServerFrame): void {
    if (frame.event === 'following' && 'queue' in frame.data) this.count(frame.data.queue, frame.data.counts);
    if (frame.event === 'queue') this.onChange(frame.data);
    if (this.threadCounts.take(frame)) this.set({});
    if (frame.event === 'error' && !frame.data.counts) this.say({ tone: 'bad', text: frame.data.message });
  }

  private onChange(change: QueueChange): void {
    const { messageId: id, by, decision } = change;
    this.count(change.site, change.counts);
    this.contexts.invalidate(id);
    this.items.invalidate(id);
    if (change.item) this.members.invalidate(change.item.author.id);
    if (by) this.decidedBy.set(id, { decision: decision ?? null, by: by.name });
    this.dispatch({ type: 'changed', change, waiting: this.waiting() });
    if (find(this.state.queue, id)?.state.kind === 'decided') this.endMoment(id);
    if (this.isToldOnly(change)) this.gather();
  }

  /** How many wait in the open queue, on all sites of the moderator's; null where nothing counts them. */
  private waiting(): number | null {
    const { view, search } = this.state.queue;
    return isSearching(search) ? null : countIn(this.state.counts, view);
  }

  /** Of what was taken away the stream brings no item, and of what a search would find it knows nothing. */
  private isToldOnly({ change, decision }: QueueChange): boolean {
    const { view, search } = this.state.queue;
    if (isSearching(search)) return change !== 'left';
    return !waits(view) && (decision === 'reject' || decision === 'spam');
  }

  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    this.ports.later(GATHER_MS, () => {
      this.gathering = false;
      void this.reader.refresh();
    });
  }

  private count(site: string, counts: QueueCounts): void {
    this.countsOf.set(site, counts);
    const all = [...this.countsOf.values()];
    const sum = (key: keyof QueueCounts) => all.reduce((total, one) => total + one[key], 0);
    this.set({ counts: { held: sum('held'), reported: sum('reported') } });
  }

  /** Takes a row away that is leaving, as soon as it has slid out. */
  slideOut(id: string): void {
    this.ports.later(SLIDE_MS, () => this.dispatch({ type: 'slidOut', id }));
  }

  /** Lets a row that somebody else decided be seen for a moment. */
  endMoment(id: string): void {
    this.ports.later(MOMENT_MS, () => {
      this.dispatch({ type: 'momentOver', id });
      this.slideOut(id);
    });
  }

  dispatch(action: QueueAction): void {
    this.set({ queue: queueReducer(this.state.queue, action) });
    this.reader.keepAhead();
  }

  private set(part: Partial<ConsoleState>): void {
    this.state = { ...this.state, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
