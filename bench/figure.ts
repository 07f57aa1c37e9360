/** What one figure came to. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  /** What the limit came to in the same runs. */
  readonly limit?: number;
  /** The median of value / limit over the pairs of runs. */
  readonly ratio?: number;
  /** What another forum came to. */
  readonly peer?: number;
  /** In words, for the report: what was counted and what stands beside it. */
  readonly note?: string;
};

export type Scale = {
  /** A smoke run: shows that everything works, measures nothing. */
  readonly quick: boolean;
  /** Interleaved runs of subject and limit. */
  readonly pairs: number;
  /** Length of one run under load, in seconds. */
  readonly seconds: number;
};

export const FULL: Scale = { quick: false, pairs: 5, seconds: 2 };
export const QUICK: Scale = { quick: true, pairs: 1, seconds: 0.3 };

/** Measures figures that share a setting. Its own name is that of the first. */
export type Measurement = {
  readonly name: string;
  /** True for what has to be fetched first: a smoke run leaves it out unless it is named. */
  readonly fetches?: boolean;
  measure(scale: Scale): Promise<Figure[]>;
};
