import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { FULL, QUICK, type Figure, type Measurement } from './figure.js';
import { bytes } from './figures/bytes.js';
import { growth } from './figures/growth.js';
import { liveFanout } from './figures/live-fanout.js';
import { liveLatency } from './figures/live-latency.js';
import { liveMemory } from './figures/live-memory.js';
import { pageCold } from './figures/page-cold.js';
import { pageRead } from './figures/page-read.js';
import { postBusy } from './figures/post-busy.js';
import { postDurable } from './figures/post-durable.js';
import { start } from './figures/start.js';

/** Everything that is measured, in the order of the report. */
const MEASUREMENTS: readonly Measurement[] = [
  pageRead,
  pageCold,
  postDurable,
  postBusy,
  liveFanout,
  liveLatency,
  liveMemory,
  growth,
  start,
  bytes,
];

const HELP = `npm run bench [-- NAME…] [--quick] [--json] [--no-build]

  NAME        only these: ${MEASUREMENTS.map(({ name }) => name).join(', ')}
  --quick     a smoke run: short, and its numbers mean nothing
  --json      one line of JSON a figure, and nothing else on stdout
  --no-build  measures dist/ as it is
`;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const digits = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

function line({ name, value, unit, limit, ratio, note }: Figure): string {
  const beside = limit === undefined ? '' : `, limit ${digits(limit)}`;
  const share = ratio === undefined ? '' : `, ratio ${ratio.toFixed(3)}`;
  return `${name.padEnd(24)} ${digits(value)} ${unit}${beside}${share}${note ? ` (${note})` : ''}`;
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(HELP);
  const wanted = MEASUREMENTS.filter(({ name }) => names.length === 0 || names.includes(name));
  const unknown = names.filter((name) => !wanted.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`There is no figure ${unknown.join(', ')}\n\n${HELP}`);
  if (!options['no-build']) {
    const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 2, 2] });
    if (built.status !== 0) throw new Error('The forum does not build');
  }
  for (const measurement of wanted) {
    for (const figure of await measurement.measure(options.quick ? QUICK : FULL)) {
      const { note: _, ...plain } = figure;
      process.stdout.write(`${options.json ? JSON.stringify(plain) : line(figure)}\n`);
    }
  }
}

await main();
