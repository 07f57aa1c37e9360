import type { z } from 'zod';
import type { Text } from '../i18n/text.js';

/** Where something can be set, from the widest place to the nearest. */
export const SCOPES = ['site', 'section', 'thread', 'member'] as const;
export type SettingScope = (typeof SCOPES)[number];

/** Which of two values holds, where a wider and a nearer place each have one. */
export type Merge<T> = {
  readonly rule: 'nearest' | 'strictest';
  readonly choose: (wider: T, nearer: T) => T;
};

export type Setting<T = unknown> = {
  readonly name: string;
  /** Strict: for what somebody sets. What is stored is understood by it, or the default holds. */
  readonly schema: z.ZodType<T>;
  /** What holds where nobody has set anything. */
  readonly default: T;
  readonly scopes: readonly SettingScope[];
  readonly merge: Merge<T>;
  /** What it is called in forms. */
  readonly label: string | Text;
  /** What it does, in a sentence or two. */
  readonly help: string | Text;
  /** `characters`, `seconds`, … */
  readonly unit?: string | Text;
  /** What its values are called in forms, where they are chosen among. */
  readonly labels?: Readonly<Record<string, string | Text>>;
  /** The way by which it is changed, where that is another: changing it does more than to store a value. */
  readonly changedBy?: string;
};

/** The value that is set nearest to what it is asked for: a thread's before its section's before its site's. */
export const nearest = <T>(): Merge<T> => ({ rule: 'nearest', choose: (_wider, nearer) => nearer });

/** The strictest of all values that are set: a thread cannot loosen what its site demands. @param order from loose to strict */
export const strictest = <T>(order: readonly T[]): Merge<T> => ({
  rule: 'strictest',
  choose: (wider, nearer) => (order.indexOf(nearer) > order.indexOf(wider) ? nearer : wider),
});

/** Declares a setting. What is made of it: the registry's resolution, the API's description, forms and the command line. */
export const defineSetting = <T>(setting: Setting<T>): Setting<T> => setting;

export type ValueOf<S> = S extends Setting<infer T> ? T : never;
