import { describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { freePort } from '../support/free-port.mjs';
import { built, freshFolder, run } from '../support/program.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

/** ms that a start may take on a busy machine. */
const START = 60_000;

/** Tells its parent when something in the process begins to listen for SIGTERM. */
const TELLS = `process.on('newListener', (name) => name === 'SIGTERM' && setImmediate(() => process.send('hears')))`;

async function start(env: Record<string, string> = {}) {
  const [cwd, port] = [await freshFolder(), await freePort()];
  const all = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), DEMO: 'off', ...env };
  const told = ['--import', `data:text/javascript,${encodeURIComponent(TELLS)}`];
  const forum = spawn(process.execPath, [...told, built('main.js')], {
    cwd,
    env: all,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const hears = once(forum, 'message');
  const ended = once(forum, 'exit') as Promise<[number | null, string | null]>;
  const ready = () =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  return { cwd, port, forum, ended, hears, ready };
}

describe('a forum', () => {
  it('that is told to go in its first moments goes, with 0, and has begun nothing', async () => {
    const { cwd, forum, ended, hears } = await start();
    await hears;
    forum.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('goes on when whoever read its log has gone', async () => {
    const { forum, ended, ready } = await start();
    forum.stdout?.destroy();
    forum.stderr?.destroy();
    await until('it is ready', ready, START);
    expect(await ready()).toBe(true);
    forum.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('is asked for its health where it listens, and says which database it has', async () => {
    const { cwd, port, forum, ended, ready } = await start();
    let log = '';
    forum.stdout?.on('data', (chunk: Buffer) => (log += String(chunk)));
    const ask = (PORT: number) => run('health.js', [], { cwd, env: { HOST: '127.0.0.1', PORT: String(PORT) } });
    await until('it is ready', ready, START);
    expect(await ask(port)).toMatchObject({ code: 0, stderr: '' });
    forum.kill('SIGTERM');
    await ended;
    expect(await ask(port)).toMatchObject({ code: 1, stderr: '' });
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { message: string });
    expect(lines.map(({ message }) => message)).toContain(`The database is sqlite:${cwd}/data/rejoinder.db`);
  });

  it('speaks in sentences where it is told to, and its link stands by itself', async () => {
    const { cwd, forum, ended, ready } = await start({ LOG_FORMAT: 'pretty' });
    let log = '';
    forum.stdout?.on('data', (chunk: Buffer) => (log += String(chunk)));
    await until('it is ready', ready, START);
    await until('it has greeted', () => log.includes('/console/sign-in?token='));
    forum.kill('SIGTERM');
    await ended;
    expect(log).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d  The database is sqlite:${cwd}/data/rejoinder\\.db$`, 'm'));
    expect(log).toMatch(
      /\n\nNobody has signed in as owner yet\. .*\n\nhttp:\/\/localhost:\d+\/console\/sign-in\?token=[\w-]+\n\n/,
    );
    expect(log).not.toMatch(/[{}]|\[Nest\]/);
  });
});
