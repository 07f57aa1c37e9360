import { beforeAll, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, understand } from '../../src/commands/command-line.js';
import { COMMANDS } from '../../src/commands/commands.js';
import { readConfig } from '../../src/config/read-config.js';
import { typed as typedAlone } from '../support/commands.js';
import { eachDatabase, freshDatabase, onlyOn } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { freshFolder } from '../support/program.js';

/** Commands that change nothing in a forum: of these the log has no line. */
const CHANGE_NOTHING = [
  ...['staff list', 'site list', 'settings list', 'settings get', 'thread list', 'thread show', 'member erased'],
  ...['backup', 'verify', 'log list', 'log verify', 'jobs list'],
  // Takes what is sealed over to another key: it reads as before.
  'secrets reseal',
];

/** The others, and the actions that each must leave in the log. `restore` and `migrate` need a database that nobody has open. */
const CHANGE: Readonly<Record<string, readonly string[]>> = {
  'staff add': ['staff.add'],
  'staff link': ['staff.link'],
  'staff token': ['staff.token'],
  'staff remove': ['staff.remove'],
  'site add': ['site.add'],
  'site set': ['site.change'],
  'site addresses': ['site.change'],
  'site secret': ['site.secret'],
  'site remove': ['site.remove'],
  'settings set': ['settings.change'],
  'thread rename': ['thread.rename'],
  'thread move': ['thread.move'],
  'thread merge': ['thread.merge'],
  'thread undo': ['thread.unmerge'],
  'thread delete': ['thread.delete'],
  // The first signature of a site makes its secret; the next only reads it.
  'thread sign': ['site.secret'],
  'demo remove': ['demo.remove'],
  'member erase': ['member.erase'],
  'jobs retry': ['jobs.retry'],
};
const ALONE = ['migrate', 'restore'];

it('whoever adds a command says whether the log has a line of it', () => {
  const known = [...CHANGE_NOTHING, ...Object.keys(CHANGE), ...ALONE];
  expect(known.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
});

eachDatabase('what the command line does', (database) => {
  let forum: Forum;
  let lines: Readonly<Record<string, readonly string[]>>;
  beforeAll(async () => {
    forum = await startForum({ database, env: { DEMO: 'on' } });
    await forum.addSite('gazette');
    const [ferry, harbour] = [await forum.article({ title: 'The ferry' }), await forum.article({ title: 'A harbour' })];
    for (const thread of [ferry, harbour]) await forum.as(forum.ben).post(thread, 'I was there.');
    await forum.connections.write.query(
      `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, created_at)
         VALUES ('dead', 'nobody.knows', 'dead', '{}', 'dead', 1, 9, 1, 1)`,
    );
    lines = {
      'staff add': ['rita@example.com', '--role', 'moderator'],
      'staff link': ['rita@example.com'],
      'staff token': ['rita@example.com'],
      'staff remove': ['rita@example.com'],
      'site add': ['books'],
      'site set': ['books', '--name', 'Books'],
      'site addresses': ['books', '--www', 'off', '--slash', 'off', '--index', 'off', '--ignore', 'ref', '--apply'],
      'site secret': ['books', '--rotate'],
      'site remove': ['books'],
      'settings set': ['gazette', 'newcomerMessages', '9', '--section', '/sport'],
      'thread rename': [ferry.id, 'The old ferry'],
      'thread move': [ferry.id, `${ferry.url}/moved`],
      'thread merge': [harbour.id, ferry.id],
      'thread undo': ['LAST'],
      'thread delete': [ferry.id],
      'thread sign': ['gazette', 'https://gazette.example/a'],
      'demo remove': [],
      'member erase': [forum.ben.id],
      'jobs retry': ['dead'],
      'thread list': ['default'],
      'thread show': [harbour.id],
      'settings list': ['gazette'],
      'settings get': ['gazette', 'newcomerMessages'],
    };
  });

  const log = async () => (await forum.as(forum.olga).log({ limit: 100 })).entries;
  async function typed(name: string): Promise<void> {
    const words = (lines[name] ?? []).map(async (word) => (word === 'LAST' ? ((await log())[0]?.id ?? '') : word));
    const asked = understand([...name.split(' '), ...(await Promise.all(words))]);
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error(`${name} is no command of the forum’s`);
    await asked.command.run(forum.app, asked.given).catch((error: unknown) => {
      throw new Error(`${name}: ${explain(error)}`);
    });
  }

  it('is in its log, with the command line as who did it', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const name of Object.keys(CHANGE)) {
      const before = Number((await log())[0]?.id ?? 0);
      await typed(name);
      const written = (await log()).filter(({ id, actor }) => Number(id) > before && actor.id === 'command-line');
      found[name] = written.map(({ action }) => action);
    }
    expect(found).toEqual(CHANGE);
  });

  it('is told in full where it was a secret, a person or a job, and no secret is told', async () => {
    const of = async (wanted: string) => (await log()).find(({ action }) => action === wanted);
    const { after } = (await of('site.secret')) ?? {};
    expect(Object.keys(after as object).toSorted()).toEqual(['overlap', 'secret']);
    const [kept] = await forum.connections.read.query<{ id: string; secret: string }[]>(
      `SELECT id, secret FROM site_secrets WHERE site_id = 'gazette'`,
    );
    expect(after).toMatchObject({ secret: kept?.id });
    expect(JSON.stringify(await log())).not.toContain(kept?.secret);
    expect(await of('member.erase')).toMatchObject({ subject: { kind: 'member', id: forum.ben.id } });
    expect(await of('jobs.retry')).toMatchObject({
      subject: { kind: 'forum', id: '*' },
      after: { job: 'dead', retried: 1 },
    });
  });

  it('is not in its log where it changes nothing', async () => {
    const before = await log();
    for (const name of CHANGE_NOTHING.filter((one) => one !== 'backup' && one !== 'verify')) await typed(name);
    expect(await log()).toEqual(before);
  });
});

onlyOn('sqlite')('a database that a command works on alone', () => {
  it('has a line of each time that it was brought to another schema or out of a backup', async () => {
    const config = readConfig({ DATABASE_URL: (await freshDatabase('sqlite')).url });
    const file = join(await freshFolder(), 'backup.db');
    await writeFile(config.DATABASE_URL.slice('sqlite:'.length), '');
    for (const line of ['migrate', 'migrate', `backup ${file}`, 'verify', `restore ${file} --replace`])
      expect(await typedAlone(config, line)).not.toMatch(/^refused/);
    const written = (await typedAlone(config, 'log list')).split('\n').map((line) => line.split('\t').slice(2));
    expect(written).toEqual([
      ['command line', 'forum.restore', 'site *'],
      ['command line', 'forum.migrate', 'forum *'],
    ]);
  });
});
