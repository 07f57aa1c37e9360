import { Histogram } from 'prom-client';

const none = { registers: [] };

/** What an operator watches of the write path, since the start of this process. */
export class WriteFigures {
  readonly commit = new Histogram({
    ...none,
    name: 'rejoinder_commit_seconds',
    help: 'COMMIT, until the database has it on the disk.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  readonly units = new Histogram({
    ...none,
    name: 'rejoinder_commit_units',
    help: 'Units of work that shared one COMMIT, of which a batch of posts is one; always one on PostgreSQL.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  });
  readonly batch = new Histogram({
    ...none,
    name: 'rejoinder_batch_posts',
    help: 'Posts that were decided and written together, as one unit of work.',
    buckets: [1, 2, 4, 8, 16, 32, 64],
  });
  readonly write = new Histogram({
    ...none,
    name: 'rejoinder_write_seconds',
    help: 'A unit of work, from when it was asked for until it was durable.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
}

/** Seconds since a `performance.now()`. */
export const secondsSince = (begun: number): number => (performance.now() - begun) / 1_000;
