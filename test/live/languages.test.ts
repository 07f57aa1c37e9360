import { beforeAll, expect, it } from '@jest/globals';
import { startForum, type Forum } from '../support/forum.js';
import { Reader } from '../support/reader.js';

let forum: Forum;

beforeAll(async () => {
  forum = await startForum({ database: 'sqlite' });
});

/** What the socket says to somebody who follows what there is not. */
async function told(query: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const { origin } = forum.config.PUBLIC_URL;
  const reader = await Reader.open(`${forum.url.replace(/^http/, 'ws')}/api/v1/live${query}`, { origin, ...headers });
  reader.send({ event: 'follow', data: { thread: 'nowhere' } });
  const { message } = await reader.frame('error');
  await reader.close();
  return message;
}

it.each([
  ['', {}, 'There is no such discussion.'],
  ['', { 'accept-language': 'de-AT, en;q=0.5' }, 'Diese Diskussion gibt es nicht.'],
  ['?lang=de', { 'accept-language': 'en' }, 'Diese Diskussion gibt es nicht.'],
  ['?lang=tlh', {}, 'There is no such discussion.'],
])('a socket says what it refuses in the language that was asked for: “%s” %j', async (query, headers, sentence) => {
  expect(await told(query, headers)).toBe(sentence);
});
