import type { Key } from '../../../i18n/keys.js';
import type { QueueCounts, QueueItem, QueueKind } from '../../../moderation/queue/queue.schema.js';

type ItemKind = QueueItem['kind'];

/** What the console knows of a queue. */
type Queue = {
  readonly key: string;
  readonly name: Key;
  /** What its emptiness means. */
  readonly empty: Key;
  /** What stands in it. */
  readonly of: readonly ItemKind[];
  /** Whether it waits for a moderator: the oldest comes first then, and of what was decided the latest. As the API lists them. */
  readonly waits: boolean;
};

/** The queues, in the order of the menu. */
export const QUEUES = {
  held: { key: 'g h', name: 'console.queue.held', empty: 'console.empty.held', of: ['held'], waits: true },
  reported: {
    key: 'g r',
    name: 'console.queue.reported',
    empty: 'console.empty.reported',
    of: ['reported'],
    waits: true,
  },
  spam: { key: 'g s', name: 'console.queue.spam', empty: 'console.empty.spam', of: ['spam'], waits: false },
  rejected: {
    key: 'g j',
    name: 'console.queue.rejected',
    empty: 'console.empty.rejected',
    of: ['rejected'],
    waits: false,
  },
  all: {
    key: 'g a',
    name: 'console.queue.all',
    empty: 'console.empty.all',
    of: ['held', 'reported', 'spam', 'rejected', 'published', 'deleted'],
    waits: false,
  },
} as const satisfies Record<QueueKind, Queue>;

export const QUEUE_KINDS = Object.keys(QUEUES) as QueueKind[];

export const isQueue = (name: string): name is QueueKind => Object.hasOwn(QUEUES, name);

/** The command that leads to a queue. */
export type GoToQueue = `go:${QueueKind}`;
export const goToQueue = (kind: QueueKind): GoToQueue => `go:${kind}`;

export const waits = (kind: QueueKind): boolean => QUEUES[kind].waits;

export function belongs(view: QueueKind, { kind }: Pick<QueueItem, 'kind'>): boolean {
  const { of }: Queue = QUEUES[view];
  return of.includes(kind);
}

/** How many wait in a queue; null where nothing counts them. */
export function countIn(counts: QueueCounts | null, kind: QueueKind): number | null {
  const known: Partial<Record<QueueKind, number>> = counts ?? {};
  return known[kind] ?? null;
}
