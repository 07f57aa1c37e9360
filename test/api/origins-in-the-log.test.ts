import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SESSION_COOKIE } from '../../src/auth/actors.service.js';
import { hours, TestClock } from '../support/clock.js';
import { startForum, type Forum } from '../support/forum.js';
import { knock } from '../support/knock.js';

describe('a forum whose PUBLIC_URL is not where browsers find it', () => {
  const clock = new TestClock();
  let forum: Forum;
  let own: string;
  let lines: string[] = [];
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', clock });
    own = forum.config.PUBLIC_URL.origin;
  });
  beforeEach(() => {
    clock.pass(hours(1));
    lines = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => {
      if (/refus(ed|als)/.test(String(line))) lines.push(String(line));
    });
  });
  afterEach(() => void jest.restoreAllMocks());

  const signIn = (origin: string) =>
    forum.visit('/console/session', { method: 'POST', body: new URLSearchParams({ token: 'x' }), headers: { origin } });
  const write = (origin: string | undefined) =>
    forum.visit('/api/v1/moderation/log/1/undo', {
      method: 'POST',
      body: '{}',
      headers: {
        cookie: `${SESSION_COOKIE}=x`,
        'content-type': 'application/json',
        ...(origin === undefined ? {} : { origin }),
      },
    });
  const lineOf = (what: string, seen: string) => `A ${what} from "${seen}" was refused: PUBLIC_URL is ${own}`;

  it('names both addresses in the answer and in the log, whatever it refuses', async () => {
    const seen = 'https://forum.example';
    expect(await signIn(seen)).toMatchObject({ status: 403, body: { error: { details: { seen, own } } } });
    expect(await write(seen)).toMatchObject({ status: 403, body: { error: { details: { seen, own } } } });
    const { status, body } = await knock(forum, { origin: seen });
    expect([status, JSON.parse(body).error.details]).toEqual([403, { seen, own }]);
    const out = await forum.visit('/console/sign-out', { method: 'POST', headers: { origin: seen } });
    expect(out).toMatchObject({ status: 403, body: { error: { details: { seen, own } } } });
    expect(lines).toEqual(['sign-in', 'write', 'live connection', 'form'].map((what) => lineOf(what, seen)));
  });

  it('says so once an hour, however often it refuses', async () => {
    for (let n = 0; n < 3; n += 1) await write('https://forum.example');
    expect(lines).toEqual([lineOf('write', 'https://forum.example')]);
    clock.pass(hours(1));
    await write('https://forum.example');
    expect(lines).toHaveLength(2);
  });

  it('has few lines of a stranger who comes from everywhere, and short ones', async () => {
    await write(undefined);
    for (let n = 0; n < 30; n += 1) await signIn(`https://${n}.example`);
    expect(lines).toHaveLength(21);
    expect(lines[0]).toBe(lineOf('write', 'null'));
    expect(lines[20]).toBe('More such refusals are not told of for an hour');
    clock.pass(hours(1));
    const { body } = await write(`https://${'a'.repeat(1_000)}.example`);
    expect(JSON.stringify(body).length).toBeLessThan(600);
    expect(lines[21]?.length).toBeLessThan(300);
  });
});
