import { beforeAll, expect, it, jest } from '@jest/globals';
import { explain, understand } from '../../src/commands/command-line.js';
import { ForumError } from '../../src/errors/forum-error.js';
import { SiteSecretsRepository } from '../../src/sites/secrets/site-secrets.repository.js';
import { sign } from '../../src/threads/signatures/signature.js';
import { refusalOf } from '../support/answer.js';
import { hours } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('whoever runs a forum, at its command line', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  const typed = async (...words: string[]): Promise<string> => {
    const asked = understand(words);
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error('This is no command of the forum’s');
    return asked.command.run(forum.app, asked.given).catch((error: unknown) => `refused: ${explain(error)}`);
  };
  /** Whether an article that is signed with it now is the publisher's own. */
  const isGood = async (site: string, secret: string, n: number): Promise<boolean> => {
    // As a process that has just begun: one goes on for some seconds with the secrets that it read.
    await forum.changeSite(site, {});
    const words = { site, url: `http://localhost/signed/${n}`, title: 'The ferry' };
    const signature = sign(secret, words, Math.floor(forum.clock.now() / 1_000));
    const { status } = await forum.anyone.ask('PUT', '/threads', { body: { ...words, signature } });
    return status < 300;
  };

  it('reads the secret of a site as often as they like, and changes it with a week in which both are good', async () => {
    await forum.addSite('gazette');
    const first = await typed('site', 'secret', 'gazette');
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await typed('site', 'secret', 'gazette')).toBe(first);
    const second = await typed('site', 'secret', 'gazette', '--rotate');
    expect(second).not.toBe(first);
    expect(await typed('site', 'secret', 'gazette')).toBe(second);
    forum.clock.pass(hours(167));
    expect([await isGood('gazette', first, 1), await isGood('gazette', second, 2)]).toEqual([true, true]);
    forum.clock.pass(hours(2));
    expect([await isGood('gazette', first, 3), await isGood('gazette', second, 4)]).toEqual([false, true]);
    await typed('site', 'secret', 'gazette', '--rotate', '--overlap', '0');
    expect(await isGood('gazette', second, 5)).toBe(false);
    expect(await typed('site', 'secret', 'nowhere')).toBe('refused: There is no such site.');
  });

  it('is believed again as soon as the database answers, also where a secret could not be read just now', async () => {
    const secret = await typed('site', 'secret', 'default');
    const secrets = forum.service(SiteSecretsRepository);
    const read = jest.spyOn(secrets, 'good').mockRejectedValueOnce(new ForumError('overloaded'));
    expect([await isGood('default', secret, 6), read.mock.calls.length]).toEqual([false, 1]);
    const words = { site: 'default', url: 'http://localhost/signed/7', title: 'The ferry' };
    const signature = sign(secret, words, Math.floor(forum.clock.now() / 1_000));
    expect(await forum.anyone.openThread({ ...words, signature })).toMatchObject({ title: 'The ferry' });
    read.mockRestore();
  });

  it('signs an article as its publisher would: with its key and its title, and for no other', async () => {
    const url = 'http://localhost/signed/by-hand';
    const signature = await typed('thread', 'sign', 'default', url, '--key', 'post-9', '--title', 'The ferry');
    const words = { site: 'default', url, key: 'post-9', title: 'The ferry', signature };
    expect(await forum.anyone.openThread(words)).toMatchObject({ key: 'post-9', title: 'The ferry' });
    for (const other of [{ key: 'post-8' }, { title: 'Cheap pills' }, { url: `${url}-2` }])
      expect(await refusalOf(forum.anyone.openThread({ ...words, ...other }))).toMatchObject({
        code: 'signature_not_valid',
      });
  });

  it('sees the jobs that failed for the last time, and gives one of them, or all, another chance', async () => {
    const at = Date.parse('2026-11-04T20:30:00.000Z');
    for (const id of ['one', 'two', 'three'])
      await forum.connections.write.query(
        `INSERT INTO jobs (id, kind, dedupe_key, payload, state, asked, attempts, run_at, last_error, created_at)
          VALUES ('${id}', 'novelty', '${id}', 'null', 'dead', 1, 8, ${at}, 'No mail server', 1)`,
      );
    const listed = async () => (await typed('jobs', 'list')).split('\n').filter((line) => line.includes('novelty'));
    const dead = (id: string) => `${id}\tnovelty\tdead\t8\t2026-11-04T20:30:00.000Z\tNo mail server`;
    expect(await listed()).toEqual([dead('one'), dead('three'), dead('two')]);
    expect(await typed('jobs', 'retry', 'nothing')).toBe('refused: No job nothing has failed for the last time.');
    expect(await typed('jobs', 'retry', 'two')).toBe('1 job is tried again.');
    expect(await typed('jobs', 'retry', 'two')).toBe('refused: No job two has failed for the last time.');
    expect((await listed()).filter((line) => line.includes('\tdead\t'))).toEqual([dead('one'), dead('three')]);
    expect(await typed('jobs', 'retry', 'all')).toBe('2 jobs are tried again.');
    expect(await typed('jobs', 'retry', 'all')).toBe('0 jobs are tried again.');
  });

  it('sees the last fifty entries of the log, unless they ask for another number', async () => {
    for (let n = 0; n < 51; n += 1) await typed('site', 'set', 'default', '--name', `Edition ${n}`);
    const lines = async (...more: string[]) => (await typed('log', 'list', ...more)).split('\n').length;
    expect([await lines(), await lines('--last', '2'), await lines('--last', '51')]).toEqual([50, 2, 51]);
  });
});
