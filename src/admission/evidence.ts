import type { Type } from '@nestjs/common';
import type { Draft } from './draft.js';

/** What is known of a draft before its transaction begins: on this, evidence is gathered. */
export type Submitted = Pick<Draft, 'kind' | 'site' | 'text' | 'words' | 'shown' | 'links'> & {
  readonly author: Omit<Draft['author'], 'published'>;
  readonly threadId: string;
};

/**
 * Something that a rule asks and that takes its time: a classifier, a service of the publisher's, a look at what is linked to. One
 * file in evidence/ that ends in `.evidence.ts`; a rule names it, and that is all. It is asked before the transaction, holds no
 * lock, and nobody waits for it longer than it says.
 */
export interface EvidenceSource<T> {
  /** What it is called in records and metrics. */
  readonly name: string;
  /** ms that it may take. */
  readonly timeout: number;
  /** What counts where it fails, or takes longer. */
  readonly fallback: T;
  /** @param signal aborted when nobody waits for it any more */
  gather(submitted: Submitted, signal: AbortSignal): Promise<T>;
}

/** `by`: whether the source said it, or what counts in its stead because it did not. */
export type Gathered<T = unknown> = {
  readonly source: string;
  readonly value: T;
  readonly by: 'source' | 'timeout' | 'failure';
};

export type EvidenceClass<T = unknown> = Type<EvidenceSource<T>>;
export type EvidenceClasses = Readonly<Record<string, EvidenceClass>>;

/** The values of the evidence that a rule names, by the names that it gives them. */
export type GatheredValues<Named extends EvidenceClasses> = {
  readonly [K in keyof Named]: Named[K] extends EvidenceClass<infer T> ? T : never;
};

/** What was gathered on one draft. */
export type Evidence = ReadonlyMap<EvidenceClass, Gathered>;
export const NO_EVIDENCE: Evidence = new Map();
