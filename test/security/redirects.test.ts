import { beforeAll, describe, expect, it } from '@jest/globals';
import { threadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import { requestBytes, sendBytes } from '../support/bytes.js';
import { corpus } from '../support/corpus.js';
import { startForum, type Forum } from '../support/forum.js';
import { addressOf, isWrite, waysInto, type Way } from '../support/ways.js';

/** Beside the public samples: ways in which a path of ours has been read as a host of theirs. */
const OWN = [
  ...['//evil.example', '/\\evil.example', '\\\\evil.example', '%2f%2fevil.example', '%5c%5cevil.example'],
  ...['/%2Fevil.example', '/%09/evil.example', '/.//evil.example', '//evil.example/..', 'https:evil.example'],
  ...['https://evil.example', 'javascript:alert(1)', '//evil.example%23@localhost', '/;@evil.example'],
  ...['%0d%0aLocation:%20https://evil.example', '。evil。example', '////evil.example//', 'localhost@evil.example'],
];
const SAMPLES = [...corpus('redirect').map(({ input }) => input), ...OWN];
/** What pages that lead on are asked by, here and elsewhere. */
const NAMES = ['next', 'url', 'to', 'return', 'from', 'redirect', 'continue', 'referer', 'message', 'lang', 'posted'];

describe('somebody who follows a link of ours', () => {
  let forum: Forum;
  let gets: readonly Way[];
  let merged: string;
  const ids = () => ({ threads: forum.thread.id });
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    gets = waysInto(forum).filter((way) => !isWrite(way));
    const from = await forum.article();
    merged = from.id;
    const body = { into: forum.thread.id };
    await forum.as(forum.mia).get(threadAnswer, 'POST', `/moderation/threads/${merged}/merge`, { body });
  });

  /** Where an answer leads whose address a browser reads; null where nowhere else. */
  async function ledTo(line: string, headers: readonly string[] = []): Promise<string | null> {
    const { headers: said, text } = await sendBytes(forum, requestBytes(line, ['Accept: text/html', ...headers]));
    expect([line, said.get('refresh')]).toEqual([line, null]);
    expect([line, /http-equiv="refresh" content="[^"]*url/i.test(text)]).toEqual([line, false]);
    return said.get('location');
  }

  const own = () => forum.config.PUBLIC_URL.origin;
  const leaves = (location: string | null) =>
    location !== null && (new URL(location, own()).origin !== own() || /^[\\/]{2}|[^\x21-\u{10ffff}]/u.test(location));
  /** As it can stand in a request line: what no client sends as it is, is escaped. */
  const asSent = (text: string) => text.replace(/[^\x21-\x7e]/g, (sign) => encodeURIComponent(sign.toWellFormed()));

  it('is never led off by a path, however it is spelled (rows 36 and 37)', async () => {
    const off: string[] = [];
    for (const sample of SAMPLES) {
      const path = asSent(sample);
      const places = ['', '/', '/threads/', '/demo/articles/', '/console/', '/assets/'];
      const ends = ['', '/messages', '/'];
      for (const place of places)
        for (const end of place === '/threads/' ? ends : ['']) {
          const line = `GET ${place === '' && !path.startsWith('/') ? `/${path}` : place + path}${end} HTTP/1.1`;
          const location = await ledTo(line);
          if (leaves(location)) off.push(`${line}: ${location}`);
        }
    }
    expect(off).toEqual([]);
  });

  it('is never led off by what a page is asked, nor by where they come from (row 36)', async () => {
    const off: string[] = [];
    const pages = gets.filter(({ path }) => !path.startsWith('/api/v1/'));
    expect(pages.length).toBeGreaterThan(8);
    for (const sample of SAMPLES) {
      const value = encodeURIComponent(sample.toWellFormed());
      const query = NAMES.map((name) => `${name}=${value}`).join('&');
      const addresses = [...pages.map((way) => addressOf(way, ids())), `/threads/${merged}`, '/embed'];
      for (const address of addresses) {
        const line = `GET ${address}?site=default&${query} HTTP/1.1`;
        const location = await ledTo(line, [`Referer: ${asSent(sample)}`, 'X-Original-URL: //evil.example/']);
        if (leaves(location)) off.push(`${line}: ${location}`);
      }
    }
    expect(off).toEqual([]);
  });

  it('would be seen to leave (the check of the check), and is led on within the forum', async () => {
    for (const location of ['//evil.example', '/\\evil.example', 'https://evil.example/', '/a\r\nb'])
      expect([location, leaves(location)]).toEqual([location, true]);
    expect(await ledTo(`GET /threads/${merged} HTTP/1.1`)).toBe(`/threads/${forum.thread.id}`);
  });
});

describe('a link that the forum makes', () => {
  const FORGED = [
    ...['Host: evil.example', 'X-Forwarded-Host: evil.example', 'Forwarded: host=evil.example;proto=https'],
    ...['X-Host: evil.example', 'X-Original-Host: evil.example', 'X-Forwarded-Server: evil.example'],
    ...['X-Rewrite-URL: https://evil.example/', 'X-Forwarded-Prefix: //evil.example', 'Origin: https://evil.example'],
  ];

  it('is made of where the forum is and of nothing that a request says, on every route (row 40)', async () => {
    const forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
    const message = await forum.as(forum.ana).post(forum.thread, 'I was there.');
    const ids = { threads: forum.thread.id, messages: message.id, members: forum.ana.id, sites: 'default' };
    const ways = waysInto(forum);
    expect(ways.length).toBeGreaterThan(30);
    for (const way of ways) {
      const address = addressOf(way, ids);
      for (const header of FORGED) {
        const head = [
          `${way.method} ${address} HTTP/1.1`,
          ...(header.startsWith('Host') ? [] : ['Host: localhost']),
          ...[header, 'Accept: text/html', 'Content-Length: 0', 'Connection: close'],
        ];
        const { text, headers } = await sendBytes(forum, `${head.join('\r\n')}\r\n\r\n`);
        const shown = JSON.stringify([...headers]) + (way.method === 'GET' || !header.startsWith('Origin') ? text : '');
        expect([head[0], header, shown.includes('evil.example')]).toEqual([head[0], header, false]);
      }
    }
  });
});
