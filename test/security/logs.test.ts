import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../../src/config/read-config.js';
import { environment } from '../../src/config/config.js';
import { settingsOf } from '../../src/config/environment.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { ForumLogger } from '../../src/ops/logger.js';
import { start } from '../../src/start.js';
import { ThreadsService } from '../../src/threads/threads.service.js';
import { requestBytes, sendBytes } from '../support/bytes.js';
import { startForum } from '../support/forum.js';
import { freshFolder } from '../support/program.js';
import { until } from '../support/until.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

let said = '';
beforeEach(() => {
  said = '';
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((line) => {
      said += String(line);
      return true;
    });
});
afterEach(() => void jest.restoreAllMocks());

const LOUD = { LOG_LEVEL: 'debug', LOG_FORMAT: 'json' } as const;

describe('the log', () => {
  it('holds no secret: no link, token, cookie or password, whatever is asked with it and whatever goes wrong', async () => {
    const redis = 'S3cret-of-Redis';
    const forum = await startForum({
      database: 'sqlite',
      env: { ...LOUD, REDIS_URL: `redis://default:${redis}@127.0.0.1:1` },
    });
    const own = { origin: forum.config.PUBLIC_URL.origin };
    const { link } = await forum.service(StaffService).addStaff('mia@example.com', 'moderator', 'default');
    const signIn = (token: string, headers: Record<string, string>) =>
      forum.visit('/console/session', { method: 'POST', body: new URLSearchParams({ token }), headers });
    await forum.visit(`/console/sign-in?token=${link}`);
    await signIn(link, { origin: 'https://evil.example' });
    const cookie = (await signIn(link, own)).headers.get('set-cookie')?.split(';')[0] ?? '';
    await signIn(link, own);
    const key = 'an-idempotency-key-of-ana';
    const secrets = [link, cookie.split('=')[1] ?? '', forum.ana.token, forum.mia.token, redis, 'stolen-token', key];
    const database = 'postgres://olga:S3cret-of-PostgreSQL@db.example/forum';
    // Something that nobody has foreseen, on each way on which a secret comes.
    forum.service(ThreadsService).get = () => Promise.reject(new Error(`no answer of ${database} for ?token=${link}`));
    const ways: readonly (readonly [string, Record<string, string>])[] = [
      [`/api/v1/threads/${forum.thread.id}?token=${link}&access_token=stolen-token&key=stolen-token`, {}],
      [`/api/v1/threads/${forum.thread.id}`, { authorization: `Bearer ${forum.ana.token}`, 'idempotency-key': key }],
      [`/api/v1/threads/${forum.thread.id}`, { authorization: 'Bearer stolen-token' }],
      [`/api/v1/threads/${forum.thread.id}`, { cookie }],
      [`/threads/${forum.thread.id}?token=${link}`, { accept: 'text/html', cookie }],
    ];
    for (const [path, headers] of ways) await forum.visit(path, { headers });
    const socket = await forum.connect();
    socket.send({ event: 'authenticate', data: { token: 'stolen-token' } });
    await socket.frame('error');
    await until('a word of Redis', () => said.includes('Redis'));

    // Something stood there at all.
    expect(said).toMatch(/GET \/api\/v1\/threads\/[\w-]+\?token=…/);
    expect(said).toContain('PUBLIC_URL is');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(8);
      expect([secret, said.includes(secret)]).toEqual([secret, false]);
    }
  });

  it('of a start that fails names no password, wherever it was written', async () => {
    const secrets = ['S3cret-of-PostgreSQL', 'S3cret@of/a?replica', 'S3cret-of-Redis'];
    const tries: readonly Readonly<Record<string, string>>[] = [
      { DATABASE_URL: `postgres://olga:${secrets[0]}@127.0.0.1:1/forum` },
      { DATABASE_URL: `postgres://olga@127.0.0.1:1/forum?password=${secrets[0]}` },
      { DATABASE_URL: `mysql://olga:${secrets[0]}@127.0.0.1/forum` },
      {
        DATABASE_URL: 'postgres://127.0.0.1:1/forum',
        DATABASE_READ_URL: `postgres://olga:${secrets[1]}@127.0.0.1:1/forum`,
      },
      { REDIS_URL: `http://olga:${secrets[2]}@127.0.0.1/` },
      { DATABSE_URL: `postgres://olga:${secrets[0]}@127.0.0.1:1/forum` },
    ];
    const env = process.env;
    try {
      for (const wrong of tries) {
        process.env = { PATH: env['PATH'], DATABASE_CONNECT_TIMEOUT: '300', ...LOUD, DEMO: 'off', ...wrong };
        let sentence = '';
        await start({ hears: () => undefined, failed: (words) => (sentence = words) });
        expect(sentence.length).toBeGreaterThan(10);
        for (const secret of secrets) expect(sentence + said).not.toContain(secret);
      }
    } finally {
      process.env = env;
    }
  }, 60_000);

  it('has one line of JSON an event, and nothing in it that moves a terminal (row 78)', async () => {
    const forum = await startForum({ database: 'sqlite', env: LOUD });
    forum.service(ThreadsService).get = (id) =>
      Promise.reject(new Error(`no ${String(id)} \u001b[31m\r\nforged\u009b2J\u2028`));
    const odd = ['%0d%0a{"level":"fatal"}', '%1b%5B2J', '%00', '%e2%80%ae', '%c2%9b31m', '\u009b31m'];
    for (const text of odd) {
      await sendBytes(forum, requestBytes(`GET /api/v1/threads/${encodeURI(text)} HTTP/1.1`));
      const origin = Buffer.from(
        `Origin: https://evil.example/${decodeURIComponent(text).replace(/[\r\n\0]/g, '')}`,
        'utf8',
      );
      const head = `POST /console/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
      const rest = '\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntoken=x';
      await sendBytes(forum, Buffer.concat([Buffer.from(head), origin, Buffer.from(rest)]));
    }
    expect(said).toContain('forged');
    expect(said).toContain('PUBLIC_URL is');
    const lines = said.split('\n').filter((line) => line !== '');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(said.match(/(?![\n])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu)).toBeNull();
  });

  it('shows a person what somebody tried to do to their terminal (row 78)', () => {
    const config = readConfig({ LOG_FORMAT: 'pretty', LOG_LEVEL: 'debug' });
    const logger = new ForumLogger('debug', config);
    for (const way of ['log', 'warn', 'error', 'debug'] as const) logger[way]('from \u001b[2J\u009b31m\u202e\r end');
    expect(said.match(/from \\u001b\[2J\\u009b31m\\u202e\\u000d end/g)).toHaveLength(4);
  });
});

describe('every variable that holds a secret', () => {
  const names = Object.keys(environment.shape);
  /** What holds a password or is one: by its name, as somebody who sets it up would think. */
  const secret = names.filter(
    (name) => /(URL|SECRET|KEY|TOKEN|PASSWORD|CREDENTIALS?|DSN)S?$/.test(name) && name !== 'PUBLIC_URL',
  );

  it('can stand in a file, and there is none besides', async () => {
    expect(secret).toEqual(expect.arrayContaining(['DATABASE_URL', 'DATABASE_READ_URL', 'REDIS_URL']));
    const folder = await freshFolder();
    for (const name of names) {
      const path = join(folder, name);
      await writeFile(path, 'what the file says\n');
      const read = () => settingsOf({ [`${name}_FILE`]: path }, names);
      if (secret.includes(name)) expect(read()).toEqual({ [name]: 'what the file says' });
      else if (name.includes('_')) expect(read).toThrow(`${name} is not read from a file; set ${name} itself`);
    }
  });

  it('is unset unless somebody sets it: no password is there by default', () => {
    const config = readConfig({});
    for (const name of secret) {
      const preset = config[name as keyof typeof config];
      expect([name, preset === null || String(preset).startsWith('sqlite:')]).toEqual([name, true]);
    }
  });
});
