import type { Type } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import type { Draft } from './draft.js';

/**
 * Something that a rule asks beside what the draft says. One file in facts/ that ends in `.fact.ts`; a rule names it, and that is
 * all: the module provides what its rules name.
 */
export interface Fact<T> {
  /** What it is called in the records of verdicts: it stays. */
  readonly name: string;
  /** Reads it for all drafts of a batch, with a few statements whatever their number. */
  load(tx: Tx, drafts: readonly Draft[]): Promise<Known<T>>;
}

/** A fact of one batch. */
export interface Known<T> {
  of(draft: Draft): T;
  /** This draft of the batch is admitted, to the page or to the queue: those behind it are judged with it. */
  admitted?(draft: Draft, isPublished: boolean): void;
}

export type FactClass<T = unknown> = Type<Fact<T>>;
export type FactClasses = Readonly<Record<string, FactClass>>;

/** The values of the facts that a rule names, by the names that it gives them. */
export type Values<Named extends FactClasses> = {
  readonly [K in keyof Named]: Named[K] extends FactClass<infer T> ? T : never;
};
