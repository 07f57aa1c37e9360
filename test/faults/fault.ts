import { startPostgres, type PostgresServer } from '../support/postgres-server.mjs';
import { Server, type Options } from './server.js';

/** What a run has its forum on. */
export const DATABASES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;
export type DatabaseKind = keyof typeof DATABASES;
export const BOTH: readonly DatabaseKind[] = ['sqlite', 'postgres'];

/** What can be found, each a promise of docs/reliability.md that was not kept. */
export const KINDS = {
  lost: 'acknowledged, and not there',
  twice: 'there more than once',
  corrupt: 'the database is not sound',
  undone: 'refused or undone, and yet there or seen',
  miscounted: 'a stored counter that a recount denies',
  gap: 'a stream with a gap, a repetition or an order of its own',
  late: 'an event that reached a follower later than it may',
  wrong: 'an answer, an end or a close code that the protocol does not have here',
  few: 'less than there had to be',
  slow: 'a figure that was not reached',
  grown: 'memory or files that did not stay as they were',
} as const;
export type Kind = keyof typeof KINDS;
export type Finding = { readonly kind: Kind; readonly what: string };

/** Something measured, and what it had to be. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
};
type Bounds = { readonly unit?: string; readonly most?: number; readonly least?: number };

/** One run of a fault, or of one of its controls: what it uses, measures and finds. Everything that it opened goes when it ends. */
export class Run {
  readonly figures: Figure[] = [];
  readonly findings: Finding[] = [];
  private readonly servers: Server[] = [];
  private readonly leftovers: (() => unknown)[] = [];

  constructor(
    readonly short: boolean,
    readonly database: DatabaseKind,
    /** A line for whoever watches. */
    readonly log: (line: string) => void,
  ) {}

  /** Notes a figure; one out of its bounds is a finding as well. */
  measured(name: string, value: number, { unit = '', most, least }: Bounds = {}): void {
    const rounded = Number.isInteger(value) ? value : Math.round(value * 10) / 10;
    this.figures.push({ name, value: rounded, unit, most, least });
    if (most !== undefined && value > most) this.found('slow', [`${name}: ${rounded} ${unit}, at most ${most}`]);
    // Also what is no number at all.
    if (least !== undefined && !(value >= least)) this.found('few', [`${name}: ${rounded} ${unit}, at least ${least}`]);
  }

  found(kind: Kind, all: readonly string[]): void {
    for (const what of all) this.findings.push({ kind, what });
  }

  /** A forum in a process of its own, not started yet; on an empty database of the run's kind, unless one is named. */
  async server(options: Options = {}): Promise<Server> {
    const database = options.database ?? (this.database === 'postgres' ? await this.postgres() : undefined);
    const server = await Server.prepare({ ...options, ...(database === undefined ? {} : { database }) });
    this.servers.push(server);
    this.afterwards(() => server.remove());
    return server;
  }

  /** The address of an empty PostgreSQL of this run's own. */
  async postgres(): Promise<string> {
    return (await this.ownPostgres()).url;
  }

  /** The same, for who wants to crash it. */
  async ownPostgres(): Promise<PostgresServer> {
    const postgres = await startPostgres();
    this.afterwards(() => postgres.stop());
    return postgres;
  }

  /** What must be undone when the run has ended, however it ended; the latest first. */
  afterwards(undo: () => unknown): void {
    this.leftovers.unshift(undo);
  }

  /** A server that ended by itself is a finding in every run, unless that is what the run is about. */
  async end(): Promise<void> {
    for (const server of this.servers.filter(({ crashes, mayDie }) => crashes > 0 && !mayDie))
      this.found('wrong', [`The server ended by itself: ${await server.lastWords()}`]);
    for (const undo of this.leftovers.splice(0)) await undo();
  }
}

/** A switch that breaks the promise. A harness that then finds nothing of this kind is no harness, and its fault fails. */
export type Control = {
  readonly name: string;
  readonly shows: Kind;
  /** Where it breaks anything; unless set, on each database of its fault. */
  readonly on?: readonly DatabaseKind[];
  run(run: Run): Promise<void>;
};

/** One thing that goes wrong on purpose. A new one is a file beside this one and a line in faults.ts. */
export type Fault = {
  /** As in docs/reliability.md: F1. */
  readonly id: string;
  readonly name: string;
  /** What is done, and what must hold, in a sentence or two. */
  readonly what: string;
  /** The databases on which it makes sense: it runs on one after the other. */
  readonly on: readonly DatabaseKind[];
  /** Where `--short` runs it when it is given no names: .ci/run takes a minute or less for each. */
  readonly inShort?: readonly DatabaseKind[];
  /** What this machine lacks for it, in words; null when nothing. */
  lacks?(database: DatabaseKind): Promise<string | null>;
  run(run: Run): Promise<void>;
  readonly controls: readonly Control[];
};
