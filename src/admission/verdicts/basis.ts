import type { Gathered } from '../evidence.js';

/** What a verdict rests on, by the names of facts and of sources of evidence. */
export type Basis = {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly evidence: Readonly<Record<string, Omit<Gathered, 'source'>>>;
};
