/** The value that half of them stay below. Throws without values: a figure of nothing is no figure. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Linear interpolation between the neighbours (type 7 of Hyndman and Fan, The American Statistician 50, 1996). */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There is no quantile of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export type Pair = { readonly subject: number; readonly limit: number };
export type Paired = { readonly value: number; readonly limit: number; readonly ratio: number };

/** Medians of each side, and of the ratios within the pairs: what slows the machine down slows both of a pair. */
export function paired(pairs: readonly Pair[]): Paired {
  return {
    value: median(pairs.map(({ subject }) => subject)),
    limit: median(pairs.map(({ limit }) => limit)),
    ratio: median(pairs.map(({ subject, limit }) => subject / limit)),
  };
}

/** Runs both sides so many times, one right after the other, and each of them first as often as second. */
export async function interleave<A, B>(
  pairs: number,
  subject: () => Promise<A>,
  limit: () => Promise<B>,
): Promise<{ readonly subject: A; readonly limit: B }[]> {
  const done: { subject: A; limit: B }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await subject();
      done.push({ subject: first, limit: await limit() });
    } else {
      const first = await limit();
      done.push({ subject: await subject(), limit: first });
    }
  }
  return done;
}
