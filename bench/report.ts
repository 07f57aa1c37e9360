import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Figure } from './figure.js';
import { goalsOf } from './goals.js';
import { plot } from './plot.js';
import { PINNED } from './processor.js';

/** Packages whose versions the figures depend on. */
const PACKAGES = ['@nestjs/core', 'fastify', 'ws', 'typeorm', 'better-sqlite3'];
const GIB = 2 ** 30;

export const digits = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** One figure as a line for people. */
export function line({ name, value, unit, limit, ratio, peer, note }: Figure): string {
  const beside = limit === undefined ? '' : `, limit ${digits(limit)}`;
  const share = ratio === undefined ? '' : `, ratio ${ratio.toFixed(3)}`;
  const other = peer === undefined ? '' : `, peer ${digits(peer)}`;
  return `${name.padEnd(30)} ${digits(value)} ${unit}${beside}${share}${other}${note ? ` (${note})` : ''}`;
}

/** Writes RESULTS.md and its plot, ratios.svg, into bench/. */
export async function writeReport(
  figures: readonly Figure[],
  took: { readonly pairs: number; readonly ms: number },
): Promise<void> {
  const folder = new URL('./', import.meta.url);
  await writeFile(new URL('RESULTS.md', folder), await results(figures, took));
  await writeFile(new URL('ratios.svg', folder), plot(figures));
}

async function results(figures: readonly Figure[], { pairs, ms }: { pairs: number; ms: number }): Promise<string> {
  const versions = await Promise.all(PACKAGES.map(async (name) => `${name} ${await versionOf(name)}`));
  return `# What the forum measures

Made by \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, in ${Math.round(ms / 60_000)} minutes.

- Machine: ${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${digits(totalmem() / GIB)} GiB, ${type()} ${release()}; load average at the end ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}.
- Node ${process.versions.node}; ${versions.join(', ')}.
- ${PINNED ? 'The server has one core for itself and all load the other, for the forum and for its limit alike.' : 'Server and load share all cores.'}
- SQLite in a file, WAL, \`synchronous=FULL\`. Medians of ${pairs} interleaved pairs of runs (three where a run is long); a ratio is the median of the ratios within the pairs.

${table(figures)}

Limits are the small programs in \`bench/limits/\`: a bare \`node:http\` server that sends the same bytes, a bare \`ws\` server that loops \`send\` over its
clients, and the same rows written straight through \`better-sqlite3\`. For \`growth\` the limit is the forum with a hundred messages, for \`post.busy\` the forum with no
followers. Peers: Remark42 (Go, BoltDB) as issue 3 quotes it, measured on another machine; \`bench/peers/\` measures Waline beside the forum.
Why a goal is not reached, and what would lift it: [docs/decisions/0013](../docs/decisions/0013-figures-not-reached.md).

![Each figure beside its limit: to the right of the line it is better](ratios.svg)

One bar a figure, on a logarithmic axis; the number beside it is the ratio.
`;
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, limit, ratio, peer, note } = figure;
    const goals = goalsOf(figure).map(({ words, reached }) => `${words}: ${reached ? 'yes' : '**no**'}`);
    return [
      `\`${name}\``,
      `${digits(value)} ${unit}`,
      limit === undefined ? '' : digits(limit),
      ratio === undefined ? '' : ratio.toFixed(2),
      goals.join('<br>'),
      peer === undefined ? '' : digits(peer),
      note ?? '',
    ];
  });
  const head = ['figure', 'forum', 'limit', 'ratio', 'goal', 'peer', ''];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

async function versionOf(name: string): Promise<string> {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
