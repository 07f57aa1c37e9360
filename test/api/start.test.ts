import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { freePort } from '../support/free-port.mjs';
import { built, freshFolder, refused, run } from '../support/program.js';
import { until } from '../support/until.js';

describe('a start', () => {
  const quiet = { LOG_LEVEL: 'silent', DEMO: 'off' };

  it('says that somebody else listens there', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = { ...quiet, HOST: '127.0.0.1', PORT: String(port) };
    const said = await refused(run('main.js', [], { cwd: await freshFolder(), env }));
    other.close();
    expect(said).toMatch(new RegExp(`^PORT="${port}": listen EADDRINUSE`));
  });

  it('says that there is no such address to listen at', async () => {
    const env = { ...quiet, HOST: '192.0.2.1', PORT: '0' };
    expect(await refused(run('main.js', [], { cwd: await freshFolder(), env }))).toMatch(
      /^HOST="192\.0\.2\.1": listen EADDRNOTAVAIL/,
    );
  });

  // A thousand who came back at the same moment found room for 511, and were told nothing: the rest came again a second later.
  it('keeps room for everyone who comes while it is busy', async () => {
    const [cwd, port] = [await freshFolder(), await freePort()];
    const env = { ...quiet, PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port) };
    const forum = spawn(process.execPath, [built('main.js')], { cwd, env, stdio: 'ignore' });
    const ended = once(forum, 'exit');
    const ready = () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('it is ready', ready);
    forum.kill('SIGSTOP');
    const most = Math.min(1_000, Number(await readFile('/proc/sys/net/core/somaxconn', 'utf8')));
    const sockets = Array.from({ length: most }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    const waiting = () => sockets.filter(({ readyState }) => readyState === 'open').length;
    await until('everyone waits', () => waiting() === most).catch(() => undefined);
    const found = waiting();
    forum.kill('SIGKILL');
    for (const socket of sockets) socket.destroy();
    await ended;
    expect(found).toBe(most);
  });
});
