import Database from 'better-sqlite3';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.mjs';
import { prose } from '../prose.js';
import { onCore } from '../processor.js';
import { into } from '../rows.js';
import { TALK } from '../talk.js';

/** The newest of its 1.39 versions, from npm. */
const PACKAGE = '@waline/vercel@~1.39.3';
/** Waline's driver is compiled where no binary can be fetched: against the headers that came with this Node. */
const HEADERS = dirname(dirname(process.execPath));
const SCRATCH = join(tmpdir(), 'rejoinder-bench-waline');
const ENTRY = join(SCRATCH, 'node_modules', '@waline', 'vercel', 'vanilla.js');
const DRIVER = join(SCRATCH, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
/** ms that its start may take. */
const PATIENCE = 20_000;

/** Its tables, as far as comments need them: the names of the columns are those that its code asks for. */
const TABLES = `
  CREATE TABLE wl_Comment (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER, comment TEXT, ip TEXT, link TEXT, mail TEXT, nick TEXT,
    rid INTEGER, pid INTEGER, sticky NUMERIC, status TEXT NOT NULL, "like" INTEGER, ua TEXT, url TEXT,
    insertedAt DATETIME DEFAULT (datetime('now')), createdAt DATETIME DEFAULT (datetime('now')), updatedAt DATETIME DEFAULT (datetime('now')));
  CREATE TABLE wl_Counter (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER, url TEXT, createdAt DATETIME, updatedAt DATETIME);
  CREATE TABLE wl_Users (id INTEGER PRIMARY KEY AUTOINCREMENT, display_name TEXT, email TEXT, password TEXT, type TEXT, label TEXT, "2fa" TEXT,
    avatar TEXT, url TEXT, createdAt DATETIME, updatedAt DATETIME);`;

/** Puts Waline into a scratch folder. False where that cannot be done here. */
export function installWaline(): boolean {
  if (existsSync(ENTRY) && existsSync(DRIVER)) return true;
  mkdirSync(SCRATCH, { recursive: true });
  writeFileSync(join(SCRATCH, 'package.json'), JSON.stringify({ private: true, allowScripts: { sqlite3: true } }));
  const env = { ...process.env, npm_config_nodedir: HEADERS };
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', PACKAGE], {
    cwd: SCRATCH,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return installed.status === 0 && existsSync(DRIVER);
}

/** Waline on a SQLite of its own, with a page of `messages` in the same shape as the forum's. */
export class Waline {
  readonly path = '/an-article';

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly services: Server,
    readonly target: { readonly host: string; readonly port: number },
  ) {}

  static async start(messages: number): Promise<Waline> {
    const folder = await mkdtemp(join(tmpdir(), 'rejoinder-waline-'));
    fill(join(folder, 'waline.sqlite'), messages);
    const services = await noServices();
    const port = await freePort();
    const [command, ...args] = [...onCore('subject'), process.execPath, ENTRY, String(port)];
    const address = services.address();
    const env = {
      PATH: process.env['PATH'],
      SQLITE_PATH: folder,
      SQLITE_DB: 'waline',
      JWT_TOKEN: 'of this bench alone',
      // Off, as the forum's limits are: it would refuse whoever has posted in the last so many seconds, and takes 0 for a part of one.
      IPQPS: '-60',
      AKISMET_KEY: 'false',
      // Before each answer it asks this address for ways to sign in.
      OAUTH_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    };
    const child = spawn(command as string, args, { cwd: folder, env, stdio: 'ignore' });
    const waline = new Waline(folder, child, services, { host: '127.0.0.1', port });
    await waline.ready();
    return waline;
  }

  /** The first page: fifty roots with their replies. */
  get page(): string {
    return `/api/comment?path=${encodeURIComponent(this.path)}&pageSize=50&page=1&lang=en&sortBy=insertedAt_asc`;
  }

  /** Comments that it has stored. */
  async count(): Promise<number> {
    const { host, port } = this.target;
    const answer = await fetch(`http://${host}:${port}/api/comment?type=count&url=${encodeURIComponent(this.path)}`);
    return ((await answer.json()) as { data: [number] }).data[0];
  }

  async end(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    this.services.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const late = performance.now() + PATIENCE;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${this.target.port}${this.page}`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      if (performance.now() > late) throw new Error('Waline did not start');
      await delay(50);
    }
  }
}

/** Nothing to sign in with, answered at once. */
async function noServices(): Promise<Server> {
  const server = createServer((_, response) => response.end('{"services":[]}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function fill(file: string, messages: number): void {
  const database = new Database(file);
  database.exec(TABLES);
  const comment = into(database, 'wl_Comment');
  database.transaction(() => {
    for (let index = 0; index < messages; index += 1) {
      const start = index - (index % TALK.length) + 1;
      const parent = TALK[index % TALK.length] ?? null;
      comment({
        comment: prose(index),
        nick: `Reader ${index}`,
        mail: `reader${index}@example.com`,
        pid: parent === null ? null : start + parent,
        rid: parent === null ? null : start + rootOf(parent),
        status: 'approved',
        ua: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
        url: '/an-article',
        insertedAt: new Date(Date.UTC(2020, 0, 1) + index * 1_000).toISOString().replace('T', ' ').slice(0, 19),
      });
    }
  })();
  database.close();
}

const rootOf = (place: number): number => {
  const parent = TALK[place] ?? null;
  return parent === null ? place : rootOf(parent);
};
