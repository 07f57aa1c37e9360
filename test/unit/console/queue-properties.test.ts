import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { QueueAnswer, QueueItem } from '../../../src/moderation/queue/queue.schema.js';
import { EMPTY, queueReducer, type QueueAction, type QueueState } from '../../../src/web/console/queue/queue-state.js';
import { find, isOpen, stepFrom } from '../../../src/web/console/queue/rows.js';
import { answerOf, heard, itemOf } from '../../support/console.js';

const reportsOf = (reports: number, { message }: QueueItem): Pick<QueueItem, 'reports' | 'reportCounts'> => {
  const item = itemOf(message.id, { reports });
  return { reports: item.reports, reportCounts: item.reportCounts };
};

const PAGE = 3;
const IDS = 'abcdefghijkl'.split('');

/** What may happen next; `at` picks among what is there. */
const happening = fc.record({
  what: fc.constantFrom(
    ...([
      'arrive',
      'arrive',
      'leave',
      'edit',
      'report',
      'hear',
      'hear',
      'answer',
      'answer',
      'more',
      'refresh',
    ] as const),
    ...([
      'decide',
      'decide',
      'decide',
      'stored',
      'refused',
      'undo',
      'step',
      'select',
      'slide',
      'moment',
      'reopen',
    ] as const),
  ),
  at: fc.nat(1000),
});
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

type Decision = { readonly item: QueueItem; stored: boolean };

/** A server with a queue, a line on which frames and answers are under way, and the list of one moderator. */
class Sitting {
  state: QueueState = EMPTY;
  private readonly held = new Map<string, QueueItem>();
  private readonly frames: QueueAction[] = [];
  private answers: QueueAction[] = [];
  private readonly decisions: Decision[] = [];

  constructor() {
    for (const id of IDS.slice(0, 7)) this.held.set(id, itemOf(id));
    this.do({ type: 'opened', view: 'held' });
    this.ask(null);
  }

  happens({ what, at }: Happening): void {
    const waiting = [...this.held.values()];
    const one = waiting[at % Math.max(1, waiting.length)];
    const open = this.state.rows.filter(isOpen);
    const gone = IDS.filter((id) => !this.held.has(id));
    switch (what) {
      case 'arrive':
        return gone.length > 0
          ? this.put(itemOf(gone[at % gone.length]!, { revision: 100 + at }), 'entered')
          : undefined;
      case 'leave':
        return one && this.take(one, 'Mia');
      case 'edit':
        return one && this.put({ ...one, message: { ...one.message, revision: one.message.revision + 1 } }, 'changed');
      case 'report':
        return one && this.put({ ...one, ...reportsOf(one.reportCounts.total + 1, one) }, 'changed');
      case 'hear':
        return this.hear();
      case 'answer':
        return this.receive(at % Math.max(1, this.answers.length));
      case 'more':
        return this.state.next === null || this.state.status !== 'ready' ? undefined : this.ask(this.state.next);
      case 'refresh':
        return void (this.state.status === 'ready' && (this.do({ type: 'rereading' }), this.ask(null)));
      case 'reopen':
        return at % 4 === 0 ? (this.do({ type: 'opened', view: 'held' }), this.ask(null)) : undefined;
      case 'decide':
        return this.decide();
      case 'stored':
        return this.store(at);
      case 'refused':
        return this.refuse(at);
      case 'undo':
        return this.undo(at);
      case 'step':
        return this.select(stepFrom(this.state.rows, this.state.selectedId, at % 2 === 0 ? 1 : -1));
      case 'select':
        return this.select(open[at % Math.max(1, open.length)]?.item.message.id ?? null);
      case 'slide':
        return this.do({ type: 'slidOut', id: IDS[at % IDS.length]! });
      case 'moment':
        return this.do({ type: 'momentOver', id: IDS[at % IDS.length]! });
    }
  }

  /** Everything that is under way arrives, and the list is read to its end. */
  comesToRest(): void {
    this.decisions.filter(({ stored }) => !stored).forEach(() => this.store(0));
    while (this.frames.length > 0) this.hear();
    while (this.answers.length > 0) this.receive(0);
    while (this.state.status === 'ready' && this.state.next !== null) {
      this.ask(this.state.next);
      this.receive(0);
    }
  }

  list(): QueueItem[] {
    return [...this.held.values()].toSorted((a, b) => (a.message.id < b.message.id ? -1 : 1));
  }

  private hear(): void {
    const frame = this.frames.shift();
    if (frame) this.do(frame);
  }

  private receive(at: number): void {
    const [answer] = this.answers.splice(at, 1);
    if (answer) this.do(answer);
  }

  private ask(cursor: string | null): void {
    const rest = this.list().filter(({ message }) => cursor === null || message.id > cursor);
    const items = rest.slice(0, PAGE);
    const next = rest.length > PAGE ? items.at(-1)!.message.id : null;
    const answer: QueueAnswer = answerOf(items, next, this.held.size);
    const { reading } = this.state;
    if (cursor === null) this.answers.push({ type: 'loaded', reading, answer, wanted: null });
    else this.answers.push({ type: 'appended', reading, cursor, answer });
  }

  private put(item: QueueItem, change: 'entered' | 'changed'): void {
    this.held.set(item.message.id, item);
    this.frames.push({ ...heard(change, item), waiting: this.held.size });
  }

  private take(item: QueueItem, by?: string): void {
    this.held.delete(item.message.id);
    this.frames.push({ ...heard('left', item, by), waiting: this.held.size });
  }

  private decide(): void {
    const row = find(this.state, this.state.selectedId);
    if (!row || !isOpen(row)) return;
    this.decisions.push({ item: row.item, stored: false });
    this.do({ type: 'decided', id: row.item.message.id });
  }

  /** The decision reaches the server, which takes it where the moderator saw the message as it is. */
  private store(at: number): void {
    const open = this.decisions.filter(({ stored }) => !stored);
    const decision = open[at % Math.max(1, open.length)];
    if (!decision) return;
    const now = this.held.get(decision.item.message.id);
    if (now?.message.revision !== decision.item.message.revision) return this.giveBack(decision);
    decision.stored = true;
    this.take(now);
  }

  private refuse(at: number): void {
    const open = this.decisions.filter(({ stored }) => !stored);
    if (open.length > 0) this.giveBack(open[at % open.length]!);
  }

  private giveBack(decision: Decision): void {
    this.decisions.splice(this.decisions.indexOf(decision), 1);
    const now = this.held.get(decision.item.message.id);
    const state = now
      ? ({ kind: 'edited' } as const)
      : ({ kind: 'decided', decision: null, by: null, over: false } as const);
    this.do({ type: 'returned', item: now ?? decision.item, state, select: false });
  }

  private undo(at: number): void {
    const stored = this.decisions.filter((decision) => decision.stored);
    const decision = stored[at % Math.max(1, stored.length)];
    if (!decision || this.held.has(decision.item.message.id)) return;
    this.decisions.splice(this.decisions.indexOf(decision), 1);
    const { message } = decision.item;
    const back = { ...decision.item, message: { ...message, revision: message.revision + 2 } };
    this.put(back, 'entered');
    this.do({ type: 'returned', item: back, state: { kind: 'waiting' }, select: true });
  }

  private select(id: string | null): void {
    this.do({ type: 'selected', id });
  }

  private do(action: QueueAction): void {
    const before = this.state;
    this.state = queueReducer(before, action);
    holds(before, this.state, action);
  }
}

/** What is true of the list whatever has happened. */
function holds(before: QueueState, now: QueueState, action: QueueAction): void {
  const ids = now.rows.map(({ item }) => item.message.id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  const open = now.rows.filter(isOpen).length;
  if (now.status === 'ready') {
    expect(now.total >= open && (now.next !== null || now.total === open)).toBe(true);
    expect(open > 0 && now.selectedId === null).toBe(false);
  }
  const selected = find(now, now.selectedId);
  if (now.selectedId !== null) expect(selected?.state.kind).toMatch(/waiting|fresh|edited|decided/);
  // Decided by somebody else under the eyes of the one who reads it: the only way to stand on such a row.
  if (selected && !isOpen(selected)) expect(before.selectedId).toBe(now.selectedId);
  const own = ['opened', 'selected', 'decided', 'returned'].includes(action.type);
  if (!own && before.selectedId !== null) expect(now.selectedId).toBe(before.selectedId);
}

it('whatever happens to a queue, nothing that waits is lost, doubled, out of order or decided unread', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const sitting = new Sitting();
      for (const one of happenings) sitting.happens(one);
      sitting.comesToRest();
      const waits = sitting.state.rows.filter(isOpen).map(({ item }) => `${item.message.id}${item.message.revision}`);
      expect(waits).toEqual(sitting.list().map(({ message }) => `${message.id}${message.revision}`));
      expect(sitting.state.total).toBe(waits.length);
    }),
    { numRuns: 500 },
  );
});
