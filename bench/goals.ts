import type { Figure } from './figure.js';

type Goal = { readonly of: 'value' | 'ratio'; readonly least?: number; readonly most?: number };

/** What a figure should come to: issues 3 and 10. A name stands for itself and, with `…` at its end, for all that begin so. */
const GOALS: Readonly<Record<string, readonly Goal[]>> = {
  'page.read': [
    { of: 'ratio', least: 0.85 },
    { of: 'value', least: 55_000 },
  ],
  'page.read.gzip': [{ of: 'ratio', least: 0.85 }],
  'page.read.br': [{ of: 'ratio', least: 0.85 }],
  'page.cold': [{ of: 'value', most: 10 }],
  'page.cold.builds': [{ of: 'value', most: 1 }],
  'post.durable': [
    { of: 'value', least: 4_500 },
    { of: 'ratio', least: 0.4 },
  ],
  'post.durable.single': [{ of: 'ratio', least: 0.4 }],
  'post.durable.p99': [{ of: 'value', most: 50 }],
  'post.postgres': [{ of: 'ratio', least: 0.6 }],
  'post.postgres.p99': [{ of: 'value', most: 100 }],
  'post.postgres.wide': [{ of: 'ratio', least: 0.6 }],
  'post.postgres.three': [{ of: 'ratio', least: 1.5 }],
  'post.busy': [{ of: 'ratio', least: 0.7 }],
  'post.busy.receipt.p99': [{ of: 'value', most: 150 }],
  'live.fanout.2000': [{ of: 'ratio', least: 1.5 }],
  'live.fanout.10000': [{ of: 'ratio', least: 1.5 }],
  'live.latency.p99': [{ of: 'value', most: 150 }],
  'live.memory': [{ of: 'ratio', most: 1.3 }],
  'live.idle.page.p99': [{ of: 'ratio', most: 1.2 }],
  'live.storm': [{ of: 'value', most: 5_000 }],
  'live.storm.page.p99': [{ of: 'value', most: 500 }],
  'growth.…': [{ of: 'ratio', most: 1.25 }],
  start: [{ of: 'value', most: 2_000 }],
  'start.memory.rest': [{ of: 'value', most: 150 }],
};

/** The goals of a figure in words, and whether they were reached. */
export function goalsOf(figure: Figure): { readonly words: string; readonly reached: boolean }[] {
  const name = Object.keys(GOALS).find(
    (name) => name === figure.name || (name.endsWith('…') && figure.name.startsWith(name.slice(0, -1))),
  );
  return (GOALS[name ?? ''] ?? []).map(({ of, least = -Infinity, most = Infinity }) => {
    const value = figure[of] ?? Number.NaN;
    const bound = least > -Infinity ? `≥ ${least}` : `≤ ${most}`;
    return {
      words: of === 'ratio' ? `ratio ${bound}` : `${bound} ${figure.unit}`,
      reached: value >= least && value <= most,
    };
  });
}
