import { execFile } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from '../support/until.js';
import { Crowd, type Plan } from './crowd.js';
import type { Fault, Run } from './fault.js';
import { preload } from './server.js';
import { times } from './times.js';

const PEOPLE: Plan = { posters: 20, followers: 10, think: 50 };
/** Files that the process may have open (Node opens some 300 at once while it loads), and connections that are made to it. */
const FILES = 512;
const CONNECTIONS = 700;
/** MiB of memory for objects. */
const MEMORY = 128;

const lacksPrlimit = (): Promise<string | null> =>
  promisify(execFile)('prlimit', ['--version']).then(
    () => null,
    () => 'there is no prlimit on this machine (util-linux)',
  );

/** More connections than files: who is there is served, who comes is refused, and once there is room everyone is served. */
async function runOutOfFiles(run: Run, lasts: number): Promise<void> {
  const server = await run.server({ by: ['prlimit', `--nofile=${FILES}`] });
  await server.start();
  const crowd = await Crowd.gather(run, server, PEOPLE);
  crowd.begin();
  const idle = times(CONNECTIONS, () => connect(server.port, '127.0.0.1'));
  for (const socket of idle) socket.on('error', () => undefined).resume();
  const hangUp = () => idle.forEach((socket: Socket) => socket.destroy());
  run.afterwards(hangUp);
  await delay(lasts);
  if (!server.running) run.found('wrong', [`Out of files, the server ended: ${await server.lastWords()}`]);
  const told = crowd.journal.acknowledged.length;
  hangUp();
  await until('posts are taken again', () => crowd.journal.acknowledged.length > told + PEOPLE.posters);
  const { status } = await fetch(`${server.url}/health/live`);
  if (status !== 200) run.found('wrong', [`With room again, health was answered ${status}`]);
  await crowd.settle(run);
  run.measured('connections beyond the files', CONNECTIONS - FILES);
  await crowd.check(run);
}

/** All memory is taken: the process dies, and the next one has everything that was acknowledged. */
async function runOutOfMemory(run: Run, deaths: number, broken: readonly string[] = []): Promise<void> {
  const nodeArgs = [`--max-old-space-size=${MEMORY}`, ...preload(...broken, 'puppet')];
  const server = await run.server({ nodeArgs, mayDie: true });
  await server.start();
  const crowd = await Crowd.gather(run, server, PEOPLE);
  crowd.begin();
  for (let n = 0; n < deaths; n += 1) {
    await delay(1_000);
    server.tell({ hoard: true });
    await until('the process dies of it', () => !server.running, 60_000);
    await server.start();
  }
  await crowd.settle(run);
  run.measured('deaths for lack of memory', server.crashes, { least: deaths, most: deaths });
  await crowd.check(run);
}

export const limits: Fault = {
  id: 'F24',
  name: 'no more files, no more memory',
  what: 'A process that may open 512 files gets 700 connections and goes on; one that takes all of its 128 MiB dies, and the next has everything that was acknowledged.',
  on: ['sqlite'],
  lacks: lacksPrlimit,
  async run(run) {
    await runOutOfFiles(run, run.short ? 5_000 : 30_000);
    await runOutOfMemory(run, run.short ? 2 : 10);
  },
  controls: [
    {
      name: 'a server that answers before it commits',
      shows: 'lost',
      run: (run) => runOutOfMemory(run, 2, ['answers-before-commit']),
    },
  ],
};
