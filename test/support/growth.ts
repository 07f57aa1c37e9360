/** Time at twice the length over time at the length that is taken for linear: 2, and what a busy machine adds. */
export const LINEAR = 2.6;
/** What takes less than so many ms at its longest has no growth that a clock could see: a search that begins anew takes a hundred times that. */
const SEEN = 15;
const LOOKS = [3, 7, 15, 31];

/**
 * How much more of the processor a function takes for a text of twice the length: the median of several, and of more where the
 * first say too much. What else the machine does only ever adds, for minutes sometimes: where the fastest of each length say
 * less, they are right. 1 where it takes too little to be seen.
 */
export function growthOf(work: (text: string) => unknown, short: string, long: string, howOften = LOOKS): number {
  if (costOf(work, long) < SEEN) return 1;
  let growth = Infinity;
  for (const looks of howOften) {
    const costs = Array.from({ length: looks }, () => ({
      short: Math.max(0.1, costOf(work, short)),
      long: costOf(work, long),
    }));
    const fastest = (of: 'short' | 'long') => Math.min(...costs.map((cost) => cost[of]));
    growth = Math.min(growth, median(costs.map(({ short, long }) => long / short)), fastest('long') / fastest('short'));
    if (growth <= LINEAR) break;
  }
  return growth;
}

/** How long a text must be for the work on it to be seen on this machine, fast or slow; an even number. */
export function seenAt(work: (text: string) => unknown, at: (length: number) => string): number {
  let length = 64;
  const fastest = () => Math.min(...Array.from({ length: 5 }, () => costOf(work, at(length))));
  while (fastest() < 1.5 * SEEN) length = 2 * Math.ceil(length * 0.6);
  return length;
}

/** What refuses a text has been driven by it as well. */
export const orRefused =
  (work: (text: string) => unknown) =>
  (text: string): unknown => {
    try {
      return work(text);
    } catch {
      return null;
    }
  };

/** ms of processor time. */
function costOf(work: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  work(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity;
