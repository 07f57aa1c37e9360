import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { FULL, QUICK, type Figure, type Measurement } from './figure.js';
import { bytes } from './figures/bytes.js';
import { growth } from './figures/growth.js';
import { liveFanout } from './figures/live-fanout.js';
import { liveLatency } from './figures/live-latency.js';
import { liveIdle } from './figures/live-idle.js';
import { liveMemory } from './figures/live-memory.js';
import { liveStorm } from './figures/live-storm.js';
import { pageCold } from './figures/page-cold.js';
import { pageRead } from './figures/page-read.js';
import { peers } from './figures/peers.js';
import { postBusy } from './figures/post-busy.js';
import { postDurable } from './figures/post-durable.js';
import { postPostgres } from './figures/post-postgres.js';
import { postPostgresThree } from './figures/post-postgres-three.js';
import { hottest, profileForums } from './profile.js';
import { line, writeReport } from './report.js';
import { start } from './figures/start.js';

/** Everything that is measured, in the order of the report. */
const MEASUREMENTS: readonly Measurement[] = [
  pageRead,
  pageCold,
  postDurable,
  postPostgres,
  postPostgresThree,
  postBusy,
  liveFanout,
  liveLatency,
  liveMemory,
  liveIdle,
  liveStorm,
  growth,
  start,
  bytes,
  peers,
];

const HELP = `npm run bench [-- NAME…] [--quick] [--json] [--no-build]

  NAME        only these: ${MEASUREMENTS.map(({ name }) => name).join(', ')}
  --quick     a smoke run: short, and its numbers mean nothing
  --json      one line of JSON a figure, and nothing else on stdout (\`npm run -s\`: npm itself has its say otherwise)
  --no-build  measures dist/ as it is
  --profile   shows on stderr where the forum's processor time went; the figures are slower by it
`;

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(HELP);
  const wanted = MEASUREMENTS.filter(({ name, fetches }) =>
    names.length === 0 ? !(fetches && options.quick) : names.includes(name),
  );
  const unknown = names.filter((name) => !wanted.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`There is no figure ${unknown.join(', ')}\n\n${HELP}`);
  if (!options['no-build']) {
    const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 2, 2] });
    if (built.status !== 0) throw new Error('The forum does not build');
  }
  const scale = options.quick ? QUICK : FULL;
  const begun = performance.now();
  const figures: Figure[] = [];
  for (const measurement of wanted) {
    const profiles = options.profile ? profileForums() : undefined;
    for (const figure of await measurement.measure(scale)) {
      const { note: _, ...plain } = figure;
      process.stdout.write(`${options.json ? JSON.stringify(plain) : line(figure)}\n`);
      figures.push(figure);
    }
    if (profiles) process.stderr.write(`${profiles}\n${hottest(profiles).join('\n')}\n`);
  }
  const whole = names.length === 0 && !options.quick && !options.profile;
  if (whole) await writeReport(figures, { pairs: scale.pairs, ms: performance.now() - begun });
}

await main();
