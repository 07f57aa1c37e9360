import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Server } from '../faults/server.js';
import { routesOf } from '../support/routes.js';
import { ask } from '../support/answer.js';
import { fuzz, type Outcome, type World } from './fuzz.js';
import { peopleOf } from './people.js';

const USAGE = 'npm run test:fuzz [-- --cases 1000000 --seed 1 --memory 512]';

/**
 * Drives a million cases over every route and frame of a built forum in a process of its own. It fails where one is answered by
 * an error that nobody has foreseen or not at all, where the forum ends or rejects something unhandled, and where it grows.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    /** Of the first 500 cases; each further 500 have the next. A failure names its own. */
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    /** MiB by which the process may have grown at the end beyond what it was after the first tenth. */
    memory: { type: 'string', default: '512' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit();
}

/** MiB of memory that a process holds. */
async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

const [cases, seed] = [Number(values.cases), Number(values.seed)];
const server = await Server.prepare({
  env: {
    ...{ PAGE_LOOKS: 'off', QUEUE_DELAY: '60000', FRAMES_PER_10_SECONDS: '100000', SOCKETS_PER_ADDRESS: '100000' },
    ...{ POSTS_PER_MINUTE: '10000', POSTS_PER_THREAD_PER_MINUTE: '1000000', FOLLOWS_PER_ADDRESS: '1000000' },
  },
});
const problems: string[] = [];
try {
  await server.start();
  const staff = { moderator: await server.moderator('Mia'), owner: '' };
  await server.commandLine('staff', 'add', 'olga@example.com', '--role', 'owner', '--name', 'Olga');
  /** A case may end the session that asks: then staff get another token. */
  const renewed = async () => {
    for (const [role, email] of [['moderator', 'mia@example.com'] as const, ['owner', 'olga@example.com'] as const]) {
      const { status } = await ask(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${staff[role]}` } });
      if (status === 401) staff[role] = await server.commandLine('staff', 'token', email);
    }
    return peopleOf(server.url, staff.moderator, staff.owner);
  };
  const routes = (await routesOf({ visit: (path) => ask(server.url + path, {}) })).filter(({ path }) =>
    path.startsWith('/api/v1/'),
  );
  const world: World = { url: server.url, routes, people: renewed };

  const begun = performance.now();
  let [early, latest, done, nth] = [0, 0, 0, 0];
  const answers = new Map<string, number>();
  // In parts, so that it says how it goes, and looks at the memory between them.
  const part = Math.max(500, Math.ceil(cases / 20 / 500) * 500);
  while (done < cases && problems.length === 0) {
    const outcome: Outcome = await fuzz(world, {
      cases: Math.min(part, cases - done),
      seed: seed + (nth * part) / 500,
    });
    nth += 1;
    done += outcome.cases;
    for (const [answer, times] of outcome.answers) answers.set(answer, (answers.get(answer) ?? 0) + times);
    problems.push(...outcome.failures);
    if (!server.running) problems.push(`the forum ended: ${await server.lastWords()}`);
    else latest = await resident(server.pid);
    if (nth <= 2) early = latest;
    process.stdout.write(`${done} cases, ${Math.round((performance.now() - begun) / 1_000)} s, ${latest} MiB\n`);
  }
  if (latest - early > Number(values.memory)) problems.push(`the forum grew from ${early} to ${latest} MiB`);
  const log = await server.lastWords();
  if (/unhandled|uncaught/i.test(log)) problems.push(`the log says ${log}`);
  if (server.running && (await ask(`${server.url}/health/ready`, {})).status !== 200)
    problems.push('it is not ready any more');
  process.stdout.write(`answers: ${JSON.stringify(Object.fromEntries([...answers].toSorted()))}\n`);
} finally {
  await server.remove();
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(
  problems.length === 0 ? `seed ${seed}: nothing found\n` : `seed ${seed}: ${problems.length} found\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
