import { afterAll } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { createForum } from '../../src/app.js';
import { readConfig } from '../../src/config/read-config.js';
import type { Config } from '../../src/config/config.js';
import { CONNECTIONS } from '../../src/database/opening/connections.js';
import type { Connections } from '../../src/database/opening/data-source.js';
import { guestAnswer, type StaffRole } from '../../src/members/members.schema.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import type { KnownSite } from '../../src/sites/site-settings.js';
import { SitesService, type SiteChange } from '../../src/sites/sites.service.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { Acting } from './acting.js';
import { ask, type Answer } from './answer.js';
import { TestClock } from './clock.js';
import { migratedDatabase, type Database } from './databases.js';
import { freePort } from './free-port.mjs';
import type { Person } from './person.js';
import { Reader } from './reader.js';

export type ForumOptions = {
  readonly database: Database;
  /** Variables of the environment, over those that every test starts with. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: TestClock;
};

const open: Forum[] = [];
afterAll(async () => {
  await Promise.all(open.splice(0).map((forum) => forum.stop()));
});

/**
 * The real application on a port and a database of its own, and everyone of the cast: Ana and Ben read, Mia moderates,
 * Olga owns, and there is one article. Closed when the test file ends.
 */
export async function startForum({ database, env = {}, clock = new TestClock() }: ForumOptions): Promise<Forum> {
  const { url } = await migratedDatabase(database);
  const { app, config } = await listening({ DATABASE_URL: url, ...QUIET, ...env }, clock);
  const forum = new Forum(app, config, clock);
  open.push(forum);
  await forum.gather();
  return forum;
}

/** The forum on a database that is there already, with whoever is in it. */
export async function startOn(url: string, clock: TestClock): Promise<Forum> {
  const { app, config } = await listening({ DATABASE_URL: url, ...QUIET }, clock);
  const forum = new Forum(app, config, clock);
  open.push(forum);
  return forum;
}

/** Another process's worth of the same forum: the same database, people and article, other connections. */
export async function startBeside(forum: Forum, env: Readonly<Record<string, string>> = {}): Promise<Forum> {
  const { app, config } = await listening({ DATABASE_URL: forum.config.DATABASE_URL, ...QUIET, ...env }, forum.clock);
  const { ana, ben, mia, olga, thread } = forum;
  const beside = Object.assign(new Forum(app, config, forum.clock), { ana, ben, mia, olga, thread });
  open.push(beside);
  return beside;
}

const QUIET = {
  HOST: '127.0.0.1',
  RATE_LIMITS: 'off',
  PAGE_LOOKS: 'off',
  // Whoever asks shares the event loop with the forum here, which then seems not to keep up.
  QUEUE_DELAY: '60000',
  // A machine that is busy with other tests holds connections and locks for longer than any forum should.
  DATABASE_CONNECT_TIMEOUT: '60000',
  DATABASE_LOCK_TIMEOUT: '30000',
  DATABASE_IDLE_TIMEOUT: '30000',
  DATABASE_STATEMENT_TIMEOUT: '60000',
  DEMO: 'off',
  LOG_LEVEL: 'silent',
  DRAIN: '0',
  SECRET_KEY: 'a-key-of-tests-which-nobody-has-to-guess',
} as const;

/** PUBLIC_URL has to name the port before there is one: another process may take it in between, then the next is tried. */
async function listening(
  env: Readonly<Record<string, string>>,
  clock: TestClock,
  tries = 5,
): Promise<{ app: NestFastifyApplication; config: Config }> {
  const port = await freePort();
  const config = readConfig({ PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, ...env });
  const app = await createForum(config, { clock });
  try {
    await app.listen(config.PORT, config.HOST);
    return { app, config };
  } catch (error) {
    await app.close();
    if (tries === 0 || (error as { code?: string }).code !== 'EADDRINUSE') throw error;
    return listening(env, clock, tries - 1);
  }
}

export class Forum {
  /** `http://127.0.0.1:PORT`: where requests go. */
  readonly url: string;
  ana!: Person;
  ben!: Person;
  mia!: Person;
  olga!: Person;
  /** The one article's. */
  thread!: ThreadView;

  private readonly readers: Reader[] = [];
  private articles = 0;

  constructor(
    readonly app: NestFastifyApplication,
    readonly config: Config,
    readonly clock: TestClock,
  ) {
    const { port } = app.getHttpServer().address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
  }

  async gather(): Promise<void> {
    this.ana = await this.guest('Ana');
    this.ben = await this.guest('Ben');
    this.mia = await this.staff('Mia', 'moderator', 'default');
    this.olga = await this.staff('Olga', 'owner', null);
    this.thread = await this.article();
  }

  /** Whatever somebody does; null: a reader who has not said who it is. */
  as(who: Person | null): Acting {
    return new Acting(this.url, who);
  }

  get anyone(): Acting {
    return this.as(null);
  }

  /** A page outside /api/v1, answered whatever comes. */
  visit(path: string, init: RequestInit = {}): Promise<Answer> {
    return ask(this.url + path, init);
  }

  async guest(name: string): Promise<Person> {
    const { token, member } = await this.anyone.get(guestAnswer, 'POST', '/guests', { body: { name } });
    return { id: member.id, name: member.name, token };
  }

  /** @param site null: on every site */
  async staff(name: string, role: StaffRole, site: string | null): Promise<Person> {
    const staff = this.service(StaffService);
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
    const { id } = await staff.addStaff(email, role, site, name);
    return { id, name, token: await staff.staffToken(email) };
  }

  /** A new article's thread with the publisher's title, for a test that counts or lists. */
  article({ site = 'default', title = 'The ferry comes back' } = {}): Promise<ThreadView> {
    this.articles += 1;
    return this.as(this.olga).openThread({ site, url: `http://localhost/articles/${this.articles}`, title });
  }

  addSite(id: string, change: SiteChange = {}): Promise<KnownSite> {
    return this.service(SitesService).add(id, { hosts: ['localhost'], ...change });
  }

  changeSite(id: string, change: SiteChange): Promise<KnownSite> {
    return this.service(SitesService).change(id, change);
  }

  /** Opens a page's connection; with a person it says who it is. */
  async connect(
    who: Person | null = null,
    headers: Record<string, string> = { origin: this.config.PUBLIC_URL.origin },
    packs = false,
  ): Promise<Reader> {
    const reader = await Reader.open(`${this.url.replace('http', 'ws')}/api/v1/live`, headers, packs);
    this.readers.push(reader);
    if (who) {
      reader.send({ event: 'authenticate', data: { token: who.token } });
      await reader.frame('authenticated');
    }
    return reader;
  }

  /** Somebody opens the thread's page and sees what happens from now on, or from a position on. */
  async follow(
    thread: { id: string },
    who: Person | null = null,
    from: { after?: number; epoch?: string } = {},
  ): Promise<Reader> {
    const reader = await this.connect(who);
    reader.send({ event: 'follow', data: { thread: thread.id, ...from } });
    await reader.frame('following', (data) => 'thread' in data && data.thread === thread.id);
    return reader;
  }

  /** A moderator's console. */
  async watchQueue(site: string, who: Person): Promise<Reader> {
    const reader = await this.connect(who);
    reader.send({ event: 'follow', data: { queue: site } });
    await reader.frame('following', (data) => 'queue' in data && data.queue === site);
    return reader;
  }

  /** A part of the application, for what no request can show. */
  service<T>(type: abstract new (...parts: never[]) => T): T {
    return this.app.get<T>(type as never, { strict: false });
  }

  get connections(): Connections {
    return this.app.get<Connections>(CONNECTIONS, { strict: false });
  }

  async stop(): Promise<void> {
    for (const { socket } of this.readers.splice(0)) socket.terminate();
    await this.app.close();
  }
}
