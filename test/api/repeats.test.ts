import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the same words again', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  it('are refused for ten minutes in one place, however they are spaced or shouted', async () => {
    const ana = forum.as(forum.ana);
    await ana.post(thread, 'Read my blog!');
    for (const text of ['Read my blog!', ' read  MY\nblog! ', 'Ｒｅａｄ my blog!']) {
      const refusal = await refusalOf(ana.post(thread, text));
      expect(refusal).toMatchObject({ status: 422, code: 'refused', details: { rule: 'repeat' } });
    }
    expect((await forum.as(forum.ben).post(thread, 'Read my blog!')).state).toBe('published');
    forum.clock.pass(minutes(11));
    expect((await ana.post(thread, 'Read my blog!')).state).toBe('published');
  });

  it('are refused however many of them are sent at once', async () => {
    const ana = forum.as(forum.ana);
    const sent = await Promise.allSettled(Array.from({ length: 10 }, () => ana.post(thread, 'The same here, at once')));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are an answer to somebody else, and under another article', async () => {
    const [ana, ben] = [forum.as(forum.ana), forum.as(forum.ben)];
    const [first, second] = [
      await ben.post(thread, 'Who was there first?'),
      await ben.post(thread, 'Who saw the ferry?'),
    ];
    const text = 'I was there, both times.';
    await ana.reply(first, text);
    expect((await ana.reply(second, text)).state).toBe('published');
    expect((await ana.post(thread, text)).state).toBe('published');
    expect((await ana.post(await forum.article(), text)).state).toBe('published');
    expect(await refusalOf(ana.reply(first, text))).toMatchObject({ details: { rule: 'repeat' } });
  });

  it('may be said by everyone where they are short, and by staff', async () => {
    const ana = forum.as(forum.ana);
    const question = await forum.as(forum.ben).post(thread, 'Was it you?');
    for (const text of ['Yes!', 'Yes!', 'Thank you!', 'Thank you!', '+1', '+1', '謝謝', '謝謝'])
      expect((await ana.reply(question, text)).state).toBe('published');
    for (const text of ['Please keep to the article.', 'Please keep to the article.'])
      expect((await forum.as(forum.mia).reply(question, text)).state).toBe('published');
  });
});
