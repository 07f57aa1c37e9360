import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { explain, understand } from '../../src/commands/command-line.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { done, freshFolder, refused, run } from '../support/program.js';

eachDatabase('whoever types thread commands at a running forum', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.addSite('echo');
  });
  const typed = async (...words: string[]): Promise<string> => {
    const asked = understand(words);
    if (typeof asked === 'string' || !('run' in asked.command)) throw new Error('This is no command of the forum’s');
    return asked.command.run(forum.app, asked.given).catch((error: unknown) => `refused: ${explain(error)}`);
  };
  const last = async () => (await forum.as(forum.olga).log()).entries[0];
  const back = async () => `This takes it back: rejoinder thread undo ${(await last())?.id}`;
  const talk = async (title: string): Promise<ThreadView> => {
    const thread = await forum.article({ title });
    await forum.as(forum.ana).post(thread, `I was there: ${thread.id}`);
    return thread;
  };

  it('renames a discussion on every open page, and is told how to take it back', async () => {
    const thread = await talk('The fery');
    const reader = await forum.follow(thread);
    const said = await typed('thread', 'rename', thread.id, 'The ferry', '--reason', 'A typing error');
    expect(said).toBe(`It is called “The ferry” now.\n${await back()}`);
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The ferry' });
    expect(await last()).toMatchObject({
      action: 'thread.rename',
      actor: { id: 'command-line' },
      reason: 'A typing error',
    });
    expect(await typed('thread', 'undo', (await last())?.id ?? '')).toBe(
      `“The fery” is as it was: 1 message, ${thread.url}`,
    );
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The fery' });
  });

  it('is told where nothing has changed, and the log has no line of it', async () => {
    const thread = await talk('The ferry');
    const before = await last();
    expect(await typed('thread', 'rename', thread.id, 'The ferry')).toBe(
      'It is called “The ferry” now. Nothing has changed.',
    );
    expect(await typed('thread', 'move', thread.id, thread.url)).toBe(
      `Its article is at ${thread.url} now. Nothing has changed.`,
    );
    expect(await last()).toEqual(before);
  });

  it('moves one, with its key, and sees by what it is found', async () => {
    const thread = await talk('The ferry');
    const url = `${thread.url}/moved`;
    const said = await typed('thread', 'move', thread.id, url, '--key', `post-${thread.id}`);
    expect(said).toBe(`Its article is at ${url} now, under the key “post-${thread.id}”.\n${await back()}`);
    const [first, ...names] = (await typed('thread', 'show', thread.id)).split('\n');
    expect(first).toBe(`${thread.id}\tThe ferry\t${url}\topen\t1 message`);
    expect(names.toSorted()).toEqual([`  key\tpost-${thread.id}`, `  url\t${thread.url}`, `  url\t${url}`]);
  });

  it('merges two, takes it back, deletes one and takes that back', async () => {
    const [from, into] = [await talk('One'), await talk('Other')];
    expect(await typed('thread', 'merge', from.id, into.id)).toBe(`“Other” has 2 messages now.\n${await back()}`);
    expect(await typed('thread', 'merge', from.id, into.id)).toBe('refused: These two are one discussion already.');
    const merge = (await last())?.id ?? '';
    expect(await typed('thread', 'undo', merge)).toBe(`“One” is as it was: 1 message, ${from.url}`);
    expect(await typed('thread', 'undo', merge)).toBe('refused: It has been taken back already.');
    const reader = await forum.follow(from);
    expect(await typed('thread', 'delete', from.id)).toBe(`“One” is deleted, with 1 message.\n${await back()}`);
    expect(await reader.next('thread.changed')).toMatchObject({ gone: { movedTo: null } });
    expect(await typed('thread', 'delete', from.id)).toBe('refused: There is no such discussion.');
    expect(await typed('thread', 'list', 'default')).not.toContain(from.id);
    expect(await typed('thread', 'undo', (await last())?.id ?? '')).toMatch(/^“One” is as it was: 1 message/);
    expect(await typed('thread', 'list', 'default')).toContain(`${from.id}\t1\t${from.url}\tOne`);
  });

  it('sees the log, the latest first, of all sites or one', async () => {
    const thread = await talk('Logged');
    await typed('thread', 'delete', thread.id, '--reason', 'Twice');
    const entry = await last();
    const line = [entry?.id, entry?.at, 'command line', 'thread.delete', `thread ${thread.id}`, 'Twice'].join('\t');
    expect((await typed('log', 'list', '--last', '3')).split('\n')[0]).toBe(line);
    expect((await typed('log', 'list', '--site', 'default')).split('\n')[0]).toBe(line);
    expect(await typed('log', 'list', '--site', 'echo')).not.toContain(thread.id);
    expect((await typed('log', 'list', '--last', '3')).split('\n')).toHaveLength(3);
  });

  it.each([
    ['list nowhere', 'There is no such site.'],
    ['show nowhere', 'There is no such discussion.'],
    ['rename nowhere Ferry', 'There is no such discussion.'],
    ['move nowhere http://localhost/a', 'There is no such discussion.'],
    ['merge nowhere ID', 'There is no such discussion.'],
    ['merge ID nowhere', 'There is no such discussion.'],
    ['merge ID THEIRS', 'There is no such discussion.'],
    ['merge ID ID', 'A discussion cannot be merged into itself.'],
    ['delete nowhere', 'There is no such discussion.'],
    ['undo 99999', 'The log has no such entry about a discussion.'],
    ['undo first', 'The log has no such entry about a discussion.'],
    ['undo -1', /^Unknown option '-1'/],
    ['move ID ferry', 'url: must be an http or https address'],
    ['move ID https://elsewhere.example/a', 'This address does not belong to the site.'],
    ['move ID OTHER-URL', /^The discussion OTHER has this address or key already: merge the two\.$/],
    ['rename ID', /^It is:\n {2}rejoinder thread rename ID TITLE \[--reason WHY\]/],
    ['delete', /^It is:\n {2}rejoinder thread delete ID/],
    ['rename ID Ferry --key post-1', /^“thread rename” takes no --key\./],
  ])('says why it does not do it: thread %s', async (line, sentence) => {
    const [mine, other, theirs] = [forum.thread, await forum.article(), await forum.article({ site: 'echo' })];
    const names: Record<string, string> = { ID: mine.id, THEIRS: theirs.id, 'OTHER-URL': other.url };
    const words = line.split(' ').map((word) => names[word] ?? word);
    const before = await last();
    const said = await Promise.resolve()
      .then(() => typed('thread', ...words))
      .catch((error: unknown) => `refused: ${explain(error)}`);
    expect(said.replace(/^refused: /, '').replace(other.id, 'OTHER')).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
    expect(said).toMatch(/^refused: /);
    expect(await last()).toEqual(before);
  });
});

describe('thread commands in a shell', () => {
  // Each is a process of its own, which loads the whole forum.
  jest.setTimeout(120_000);

  it('do what they say on the database of a forum that runs, and end as a shell expects', async () => {
    const forum = await startForum({ database: 'sqlite' });
    const reader = await forum.follow(forum.thread);
    const { DATABASE_URL } = forum.config;
    const cwd = await freshFolder();
    const rejoinder = (...words: string[]) => run('cli.js', ['thread', ...words], { cwd, env: { DATABASE_URL } });
    expect(await done(rejoinder('rename', forum.thread.id, 'The ferry — at last'))).toMatch(
      /^It is called “The ferry — at last” now\.\nThis takes it back: rejoinder thread undo \d+$/,
    );
    expect(await reader.next('thread.changed')).toMatchObject({ title: 'The ferry — at last' });
    expect(await refused(rejoinder('delete', 'nowhere'))).toBe('There is no such discussion.');
    expect(await refused(rejoinder('delete'))).toMatch(/^It is:\n {2}rejoinder thread delete ID/);
  });
});
