import { beforeAll, describe, expect, it } from '@jest/globals';
import { errorAnswer } from '../../../src/errors/error-body.js';
import { startForum, type Forum } from '../../support/forum.js';
import { codes, section } from '../../support/protocol.js';

const PROTOCOL = 'docs/protocol.md';

let forum: Forum;
beforeAll(async () => {
  forum = await startForum({ database: 'sqlite', env: { DEMO: 'on' } });
});

describe('a running forum', () => {
  it('answers in times of UTC with milliseconds', async () => {
    const message = await forum.as(forum.ana).post(forum.thread, 'I was there.');
    await forum.as(forum.ben).report(message);
    const { decision } = await forum.as(forum.mia).decide(await forum.as(forum.mia).read(message), 'approve');
    const until = '2099-01-01T01:00:00+01:00';
    const sanction = await forum.as(forum.olga).sanction(forum.ben, { kind: 'suspend', reason: 'Heat', until });
    const closed = await forum.as(forum.mia).setState(forum.thread, 'closed', 'Enough');
    const told = [
      message,
      decision,
      sanction,
      closed,
      await forum.anyone.events(forum.thread),
      await forum.as(forum.olga).log(),
      await forum.as(forum.ana).me(),
    ];
    const times = [...JSON.stringify(told).matchAll(/"(?:\w+At|at|until)":"([^"]*)"/g)].map(([, time]) => time);
    expect(times.length).toBeGreaterThan(10);
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(sanction.until).toBe('2099-01-01T00:00:00.000Z');
  });

  it('names every answer, and an error by the same name in its body', async () => {
    for (const [method, path] of [
      ['GET', '/me'],
      ['GET', '/nowhere'],
      ['POST', '/me'],
      ['PUT', '/threads'],
      ['GET', '/counts'],
    ] as const) {
      const { headers, body } = await forum.anyone.ask(method, path);
      const { error } = errorAnswer.parse(body);
      expect(error.requestId).toBe(headers.get('x-request-id'));
    }
  });

  it('has every page that the protocol names', async () => {
    const listed = codes(section(PROTOCOL, 'Pages')).filter((code) => code.startsWith('/'));
    expect(listed.length).toBeGreaterThan(7);
    const article = new URLSearchParams({
      site: 'default',
      url: 'http://localhost/ferry',
      title: 'The ferry',
      key: 'ferry',
    });
    for (const told of listed) {
      const path = told.startsWith('/embed?') ? `/embed?${article}` : told.replace('{id}', forum.thread.id);
      expect([told, (await forum.visit(path)).status]).toEqual([told, 200]);
    }
  });
});
