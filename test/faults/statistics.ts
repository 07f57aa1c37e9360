/** The value below which a share of all lies (nearest rank); NaN without any. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/** Any number from `least` up to `most`. */
export const between = (least: number, most: number): number => least + Math.random() * (most - least);
