import { beforeAll, expect, it } from '@jest/globals';
import { queueAnswer, queueItem } from '../../src/moderation/queue/queue.schema.js';
import {
  foundMembers,
  foundThreads,
  searchAnswer,
  type FoundMembers,
  type FoundThreads,
  type SearchAnswer,
} from '../../src/moderation/search/search.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import type { Acting } from '../support/acting.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a search', (database) => {
  let forum: Forum;
  let mia: Acting;
  let thread: ThreadView;
  let noon: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    forum = await startForum({ database, env: { SEARCH_ROWS: '200' } });
    mia = forum.as(forum.mia);
    await forum.addSite('gazette');
    const [ana, ben] = [forum.as(forum.ana), forum.as(forum.ben)];
    thread = await forum.article({ title: 'Die Fähre kommt zurück' });
    const post = async (name: string, who: Acting, text: string, where = thread) =>
      (ids[name] = (await who.post(where, text)).id);
    await post('percent', ana, 'Only 100% of it_all is true');
    await post('plain', ana, 'Only 1000 of it all is true');
    await post('angry', ben, 'ÄRGER am Fähranleger');
    forum.clock.pass(minutes(11));
    noon = new Date(forum.clock.now()).toISOString();
    await post('reported', ana, 'Buy pills');
    await ben.report({ id: ids['reported']! }, 'spam', 'He sells Schnaps');
    await post('held', forum.as(await forum.guest('Nora')), 'See www.example.com');
    await post('elsewhere', ana, 'Only elsewhere', await forum.article({ site: 'gazette' }));
  });

  const ask = (asked: Record<string, string>, path = 'search', who = mia) =>
    who.get(searchAnswer, 'GET', `/moderation/${path}?${new URLSearchParams(asked)}`);
  const names = ({ items }: Pick<SearchAnswer, 'items'>) =>
    items.map(({ message }) => Object.keys(ids).find((name) => ids[name] === message.id));
  const found = async (asked: Record<string, string>) => names(await ask(asked));

  it.each<[Record<string, string>, string[]]>([
    [{}, ['held', 'reported', 'angry', 'plain', 'percent']],
    [{ words: '100% it_all' }, ['percent']],
    [{ words: '%' }, ['percent']],
    [{ words: 'ärger' }, ['angry']],
    [{ words: 'arger FAHRANLEGER' }, ['angry']],
    [{ words: 'fähre pills' }, ['reported']],
    [{ words: 'schnaps' }, ['reported']],
    [{ words: 'only', author: 'ben' }, []],
    [{ author: 'NORA' }, ['held']],
    [{ reason: 'spam' }, ['reported']],
    [{ reason: 'newcomer_link' }, ['held']],
    [{ kind: 'published' }, ['reported', 'angry', 'plain', 'percent']],
    [{ kind: 'held' }, ['held']],
    [{ kind: 'rejected' }, []],
  ])('for %j finds %j', async (asked, wanted) => {
    expect(await found(asked)).toEqual(wanted);
  });

  it('finds by time, by discussion and by who wrote it', async () => {
    expect(await found({ from: noon })).toEqual(['held', 'reported']);
    expect(await found({ until: noon })).toEqual(['angry', 'plain', 'percent']);
    expect(await found({ author: forum.ben.id })).toEqual(['angry']);
    expect(await found({ thread: forum.thread.id })).toEqual([]);
    expect(await found({ thread: thread.id, words: 'pills' })).toEqual(['reported']);
  });

  it('of a queue finds what waits there, and where nothing fits, nothing', async () => {
    const queue = (asked: Record<string, string>) =>
      mia.get(queueAnswer, 'GET', `/moderation/queue?${new URLSearchParams(asked)}`);
    expect(names(await queue({ kind: 'reported', words: 'pills' }))).toEqual(['reported']);
    expect(await queue({ kind: 'held', words: 'pills' })).toMatchObject({ items: [], next: null, total: 0 });
    expect(names(await queue({ kind: 'all', author: 'nora' }))).toEqual(['held']);
  });

  it('stays on one’s own sites', async () => {
    expect(names(await ask({ words: 'only' }))).not.toContain('elsewhere');
    expect(names(await ask({ words: 'elsewhere' }, 'search', forum.as(forum.olga)))).toEqual(['elsewhere']);
  });

  it('leads to any message, which can be decided on although nobody reported it', async () => {
    const item = await mia.get(queueItem, 'GET', `/moderation/messages/${ids['plain']}`);
    expect(item).toMatchObject({ kind: 'published', thread: { title: 'Die Fähre kommt zurück' }, reports: [] });
    await mia.decide(item.message, 'hold');
    const held = await mia.get(queueItem, 'GET', `/moderation/messages/${ids['plain']}`);
    expect(held).toMatchObject({ kind: 'held' });
    await mia.decide(held.message, 'approve');
  });

  it('finds discussions and members by words, wherever nothing waits', async () => {
    const threads = (words: string): Promise<FoundThreads> =>
      mia.get(foundThreads, 'GET', `/moderation/threads?${new URLSearchParams({ words })}`);
    expect((await threads('fahre zurück')).threads).toMatchObject([{ id: thread.id, state: 'open', site: 'default' }]);
    expect((await threads(thread.id.toUpperCase())).threads).toMatchObject([{ id: thread.id }]);
    expect((await threads('100%')).threads).toEqual([]);
    const theirs = await forum.article({ site: 'gazette', title: 'In another house' });
    for (const words of [theirs.id, theirs.url, 'another house']) expect((await threads(words)).threads).toEqual([]);
    const members = (words: string): Promise<FoundMembers> =>
      mia.get(foundMembers, 'GET', `/moderation/members?${new URLSearchParams({ words })}`);
    expect((await members('nor')).members).toMatchObject([{ name: 'Nora' }]);
    await forum.guest('Silent Sam');
    expect((await members('silent')).members).toEqual([]);
  });

  it('looks at so many rows an answer, and goes on from there', async () => {
    const { olga } = forum;
    const far = await forum.article({ title: 'A long one' });
    await Promise.all(Array.from({ length: 205 }, (_, n) => forum.as(olga).post(far, `Number ${n} of a long talk`)));
    const first = await ask({ words: 'ärger' });
    expect(first.items).toEqual([]);
    expect(first.next).not.toBeNull();
    const second = await ask({ words: 'ärger', cursor: first.next ?? '' });
    expect([names(second), second.next]).toEqual([['angry'], null]);
    const walked: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: SearchAnswer = await ask({ kind: 'published', limit: '60', ...(cursor ? { cursor } : {}) });
      walked.push(...page.items.map(({ message }) => message.id));
      cursor = page.next;
    }
    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.length).toBe(209);
  });
});
