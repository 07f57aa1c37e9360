import type { z } from 'zod';
import { newId } from './ids.js';
import type { Queries } from './sql.js';

/** A kind of work that is done later, and what it is given. */
export type JobKind<P> = { readonly name: string; readonly payload: z.ZodType<P> };

const kinds = new Set<string>();
/** Every kind that this build declares: a start looks whether each has its handler. */
export const declaredJobs = (): readonly string[] => [...kinds];

/** Declares a kind of job. Exactly one handler does it: `Jobs.handle`. @throws Error where there is one of this name */
export function defineJob<P>(name: string, payload: z.ZodType<P>): JobKind<P> {
  if (kinds.has(name)) throw new Error(`Two kinds of job ${name}`);
  kinds.add(name);
  return { name, payload };
}

export type EnqueueOptions = {
  /** ms since 1970; at once where absent. */
  readonly runAt?: number;
  /** Of one key there is one job: asked for again, it runs once more with what was said last. Absent: each is a job of its own. */
  readonly dedupeKey?: string;
};

export type Enqueue = <P>(kind: JobKind<P>, payload: P, options?: EnqueueOptions) => Promise<void>;

/** Keeps a job in the same transaction as what it follows from: it is done if and only if that is committed. */
export const enqueueIn =
  (tx: Queries, now: number, woken: () => void): Enqueue =>
  async (kind, payload, { runAt = now, dedupeKey } = {}) => {
    const id = newId(now);
    await tx.query(
      `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
         VALUES ($1, $2, $3, $4, 'waiting', 1, 0, $5, $6)
         ON CONFLICT (kind, dedupe_key) DO UPDATE SET payload = excluded.payload, state = 'waiting', asked = jobs.asked + 1,
           attempts = 0, run_at = CASE WHEN jobs.state = 'waiting' AND jobs.run_at < excluded.run_at THEN jobs.run_at ELSE excluded.run_at END`,
      [id, kind.name, dedupeKey ?? id, JSON.stringify(payload), runAt, now],
    );
    if (runAt <= now) woken();
  };
