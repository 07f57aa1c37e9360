/** z of a two-sided interval of 80 %: the quantile of the normal distribution at 0.90. */
const Z = 1.2815515655446004;

/**
 * `best`: the lower bound of the Wilson score interval of the share of up-votes, 0 to 1; 0 without up-votes.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927);
 * for ranking: E. Miller, "How not to sort by average rating" (2009).
 */
export function best(up: number, down: number): number {
  // The bound is 0 here; the formula would leave a rest of either sign, and messages that nobody likes in the order of it.
  if (up === 0) return 0;
  const n = up + down;
  const share = up / n;
  const spread = Z * Math.sqrt((share * (1 - share) + (Z * Z) / (4 * n)) / n);
  return (share + (Z * Z) / (2 * n) - spread) / (1 + (Z * Z) / n);
}

/**
 * `hot`: sign(s) · log10(max(|s|, 1)) + seconds / 45000, with s = up − down and the seconds of the time of posting since 1970.
 * Ten times the votes weigh as much as 12.5 hours. From reddit's published `_sorts.pyx` (2008).
 */
export function hot(up: number, down: number, createdAt: number): number {
  const s = up - down;
  return Math.sign(s) * Math.log10(Math.max(Math.abs(s), 1)) + createdAt / 1000 / 45_000;
}

/**
 * `controversial`: (up + down) ^ (min / max); 0 where nobody disagrees. Many votes, evenly split, come first.
 * From reddit's published `_sorts.pyx`.
 */
export function controversial(up: number, down: number): number {
  if (up === 0 || down === 0) return 0;
  return (up + down) ** (Math.min(up, down) / Math.max(up, down));
}

export type Scores = { readonly best: number; readonly hot: number; readonly controversial: number };

export const scoresOf = (up: number, down: number, createdAt: number): Scores => ({
  best: best(up, down),
  hot: hot(up, down, createdAt),
  controversial: controversial(up, down),
});
