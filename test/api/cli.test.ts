import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { explain, understand } from '../../src/commands/command-line.js';
import { readConfig } from '../../src/config/read-config.js';
import { meAnswer } from '../../src/members/members.schema.js';
import { Acting } from '../support/acting.js';
import { refusalOf } from '../support/answer.js';
import { seconds } from '../support/clock.js';
import { typed } from '../support/commands.js';
import { eachDatabase, freshDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import * as program from '../support/program.js';
import { built, freshFolder, run, runProgram } from '../support/program.js';

// A command that is a process of its own loads the whole forum.
jest.setTimeout(120_000);

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** What was answered; `refused` answers why it was not done. Another application than the forum that is running, on the same database. */
const REFUSED = 'refused: ';
async function done(answer: Promise<string>): Promise<string> {
  expect((await answer).startsWith(REFUSED) ? await answer : '').toBe('');
  return answer;
}
async function refused(answer: Promise<string>): Promise<string> {
  expect(await answer).toMatch(/^refused: /);
  return (await answer).slice(REFUSED.length);
}

eachDatabase('the command line, beside a running forum', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const rejoinder = (...words: string[]) => typed(forum.config, words);
  const withToken = (token: string) => new Acting(forum.url, { id: '', name: 'somebody of staff', token });

  it('lets a moderator in at once, by a link, once', async () => {
    const added = await done(
      rejoinder('staff', 'add', 'Nora.Berg@example.com', '--role', 'moderator', '--site', 'default'),
    );
    const [sentence, link = ''] = added.split('\n');
    expect(sentence).toBe('Nora Berg signs in here, once, within a day:');
    expect(link.startsWith(`${forum.config.PUBLIC_URL.origin}/console/sign-in?token=`)).toBe(true);

    const { pathname, search, searchParams } = new URL(link);
    expect((await forum.visit(pathname + search)).text).toContain('Nora Berg');
    const press = () =>
      forum.visit('/console/session', {
        method: 'POST',
        headers: { origin: forum.config.PUBLIC_URL.origin },
        body: new URLSearchParams({ token: searchParams.get('token') ?? '' }),
      });
    const entered = await press();
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me = meAnswer.parse((await forum.anyone.ask('GET', '/me', { headers: { cookie } })).body);
    expect(me).toMatchObject({ member: { name: 'Nora Berg' }, sites: ['default'] });
    expect(me.permissions).toContain('moderate');
    expect((await press()).status).toBe(410);
  });

  it('gives tokens that work at once, a new one each time, and another role to the same person', async () => {
    await done(
      rejoinder('staff', 'add', 'petra@example.com', '--role', 'moderator', '--site', 'default', '--name', 'Petra'),
    );
    const first = await done(rejoinder('staff', 'token', 'petra@example.com'));
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await withToken(first).queue()).toMatchObject({ items: [] });
    expect((await withToken(first).me()).permissions).not.toContain('administer');

    const again = await done(rejoinder('staff', 'add', 'petra@example.com', '--role', 'owner', '--name', 'Somebody'));
    expect(again).toMatch(/^Petra signs in here/);
    expect(again).toMatch(/\nPetra was known already and keeps that name; “Somebody” was not taken\.$/);
    const second = await done(rejoinder('staff', 'token', 'PETRA@example.com'));
    expect(second).not.toBe(first);
    const { member, permissions, sites } = await withToken(second).me();
    expect([member.name, sites]).toEqual(['Petra', ['*']]);
    expect(permissions).toContain('administer');
  });

  it('takes a role away, with everything that it was used through', async () => {
    const add = ['staff', 'add', 'quinn@example.com', '--role', 'moderator'];
    const [, link = ''] = (await done(rejoinder(...add))).split('\n');
    await done(rejoinder(...add, '--site', 'default'));
    const token = await done(rejoinder('staff', 'token', 'quinn@example.com'));
    const socket = await forum.connect({ id: '', name: 'Quinn', token });
    expect((await withToken(token).me()).sites).toEqual(['*']);

    const said = await done(rejoinder('staff', 'remove', 'Quinn@example.com', '--site', 'default'));
    expect(said).toBe('Quinn is signed out everywhere, and has still a role on every site.');
    expect(await socket.end()).toMatchObject({ code: 4401 });
    forum.clock.pass(seconds(6));
    expect((await withToken(token).ask('GET', '/me')).status).toBe(401);
    expect((await forum.visit(new URL(link).pathname + new URL(link).search)).status).toBe(410);

    const another = await done(rejoinder('staff', 'token', 'quinn@example.com'));
    expect((await withToken(another).me()).sites).toEqual(['*']);
    const elsewhere = await refused(rejoinder('staff', 'remove', 'quinn@example.com', '--site', 'default'));
    expect(elsewhere).toBe('role: Quinn has one on every site, and none of this site’s own');
    expect(await done(rejoinder('staff', 'remove', 'quinn@example.com'))).toBe(
      'Quinn is signed out everywhere, and has no role any more.',
    );
    expect(await refused(rejoinder('staff', 'remove', 'quinn@example.com'))).toBe('role: Quinn has none there');
    // The name is not free for an impostor.
    expect(await refusalOf(forum.guest('Quinn'))).toMatchObject({ code: 'name_taken' });
  });

  it('makes a site, changes what is named and keeps the rest', async () => {
    const hosts = ['--host', 'gazette.example', '--host', 'www.gazette.example'];
    expect(
      await done(rejoinder('site', 'add', 'gazette', '--name', 'The Gazette', ...hosts, '--newcomer-messages', '0')),
    ).toBe('Site gazette stands on: gazette.example, www.gazette.example');
    const change = [
      '--premoderation',
      'all',
      '--message-length',
      '9',
      '--hold-after-reports',
      '3',
      '--edit-window',
      '60',
    ];
    await done(rejoinder('site', 'set', 'gazette', '--host', 'gazette.example', ...change));
    const listed = (await done(rejoinder('site', 'list'))).split('\n').map((line) => line.split('\t'));
    const settings = {
      premoderation: 'all',
      newcomerMessages: 0,
      holdAfterReports: 3,
      messageLength: 9,
      editWindow: 60,
    };
    const [, gazette = []] = listed;
    expect(listed.map(([id]) => id)).toEqual(['default', 'gazette']);
    expect([...gazette.slice(0, 3), JSON.parse(gazette[3] ?? '')]).toMatchObject([
      'gazette',
      'The Gazette',
      'gazette.example',
      settings,
    ]);

    // The forum that is running hears of it within five seconds.
    forum.clock.pass(seconds(6));
    const thread = await forum.anyone.openThread({ site: 'gazette', url: 'https://gazette.example/ferry' });
    expect(thread.posting).toEqual({ maxLength: 9, editWindow: 60, premoderation: 'all' });
    expect(await forum.as(forum.ana).post(thread, 'I was in.')).toMatchObject({ state: 'held' });
    const elsewhere = forum.anyone.openThread({ site: 'gazette', url: 'https://www.gazette.example/ferry' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'host_not_allowed' });
  });

  it('walks the log, and says where a line was changed or left out', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'I was there.');
    const { message: rejected } = await forum.as(forum.mia).decide(message, 'reject');
    await forum.as(forum.mia).decide(rejected, 'restore');
    await forum.as(forum.mia).setState(forum.thread, 'closed', 'Enough');
    const { entries } = await forum.as(forum.olga).log();
    expect(await done(rejoinder('log', 'verify'))).toMatch(
      new RegExp(`^The log is whole: \\d+ entries, head ${entries[0]?.hash}$`),
    );

    const { write } = forum.connections;
    await write.query(`UPDATE audit_log SET reason = 'Never mind' WHERE seq = 2`);
    expect(await refused(rejoinder('log', 'verify'))).toBe('The log is broken at entry 2; up to entry 1 it is whole.');
    await write.query(`DELETE FROM audit_log WHERE seq = 2`);
    expect(await refused(rejoinder('log', 'verify'))).toBe('The log is broken at entry 3; up to entry 1 it is whole.');
  });

  it.each([
    ['staff add no-address --role owner', 'email: must be a plain mail address'],
    ['staff add a@example.com --role owner --name …', 'name: must have a letter or a digit'],
    [
      'staff add a@example.com --role boss',
      '--role must be owner, admin or moderator.\nrejoinder --help shows every command.',
    ],
    ['staff add a@example.com --role moderator --site nowhere', 'There is no such site.'],
    ['staff token nobody@example.com', 'There is no such member.'],
    ['staff remove nobody@example.com', 'There is no such member.'],
    ['staff remove no-address', 'email: must be a plain mail address'],
    ['site add default', 'There is a site “default” already.'],
    ['site add Default', 'id: must be lower-case letters, digits and hyphens'],
    [
      'site add other --host https://a.example',
      'hosts: “https://a.example” is not a host (a name or an address; no scheme, no port, no wildcard)',
    ],
    ['staff link nobody@example.com', 'There is no such member.'],
    ['site remove nowhere', 'There is no such site.'],
    [
      'site remove default',
      'Site “default” has a discussion, counting deleted ones: only a site without any can be taken away.',
    ],
    ['site set nowhere --name Nowhere', 'There is no such site.'],
    ['site set default --message-length 0', 'messageLength: Too small: expected number to be >=1'],
    [
      'site set default --edit-window soon',
      '--edit-window must be a whole number.\nrejoinder --help shows every command.',
    ],
    ['site set default --premoderation some', 'premoderation: Invalid option: expected one of "none"|"all"'],
  ])('says why it does not do it: %s', async (line, sentence) => {
    const asked = understand(line.split(' '));
    if (typeof asked === 'string') throw new Error('This is no command');
    const { command, given } = asked;
    if (!('run' in command)) throw new Error('This is no command of the forum’s');
    const said = await command.run(forum.app, given).then(() => 'done', explain);
    expect(said).toBe(sentence);
  });
});

eachDatabase('the command line, on an empty database', (database) => {
  it('that is there is brought to this version’s schema, knows the first site and adds the first owner', async () => {
    const [cwd, { url }] = [await freshFolder(), await freshDatabase(database)];
    if (database === 'sqlite') await writeFile(url.slice('sqlite:'.length), '');
    const rejoinder = (...words: string[]) => done(typed(readConfig({ DATABASE_URL: url, PORT: '4711' }), words));
    const migrated = run('cli.js', ['migrate'], { cwd, env: { DATABASE_URL: url, PORT: '4711' } });
    expect(await program.done(migrated)).toBe('The database has the schema of this version.');
    expect(await rejoinder('site', 'list')).toMatch(/^default\tDefault\tlocalhost\t/);
    const [sentence, link] = (await rejoinder('staff', 'add', 'olga@example.com', '--role', 'owner')).split('\n');
    expect([sentence, link?.split('token')[0]]).toEqual([
      'Olga signs in here, once, within a day:',
      'http://localhost:4711/console/sign-in?',
    ]);
    // The migration, and that she is staff.
    expect(await rejoinder('log', 'verify')).toMatch(/^The log is whole: 2 entries, head [0-9a-f]{64}$/);
  });
});

describe('the command line', () => {
  it('is a program, a script of npm’s and the package’s binary', async () => {
    const [cwd, env] = [REPOSITORY, { HOME: await freshFolder() }];
    const says = /^rejoinder — the forum’s command line\n/;
    expect(await program.done(runProgram(built('cli.js'), ['--help'], { cwd, env }))).toMatch(says);
    expect(
      await program.done(runProgram('npm', ['run', '--silent', 'rejoinder', '--', '--help'], { cwd, env })),
    ).toMatch(says);
    expect(await program.done(runProgram('npx', ['--offline', 'rejoinder', '--help'], { cwd, env }))).toMatch(says);
    const wrong = await program.refused(
      runProgram('npm', ['run', '--silent', 'rejoinder', '--', 'nonsense'], { cwd, env }),
    );
    expect(wrong).toBe('There is no command “nonsense”.\nrejoinder --help shows every command.');
  });

  it.each([
    [
      'postgres://olga:secret@127.0.0.1:1/forum',
      /^DATABASE_URL="postgres:\/\/olga:…@127.0.0.1:1\/forum": connect ECONNREFUSED/,
    ],
    ['sqlite:/dev/null/forum.db', /^DATABASE_URL="sqlite:\/dev\/null\/forum.db": /],
    ['sqlite:/proc/data/forum.db', /^DATABASE_URL="sqlite:\/proc\/data\/forum.db": (E[A-Z]+: |there is no database)/],
    [`sqlite:${fileURLToPath(import.meta.url)}`, /^DATABASE_URL=".*": file is not a database$/],
  ])('says that there is no database, and so does a start: %s', async (DATABASE_URL, sentence) => {
    const cwd = await freshFolder();
    expect(await program.refused(run('cli.js', ['site', 'list'], { cwd, env: { DATABASE_URL } }))).toMatch(sentence);
    expect(await program.refused(run('main.js', [], { cwd, env: { DATABASE_URL, PORT: '0' } }))).toMatch(sentence);
  });
});
