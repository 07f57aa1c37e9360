import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import { startForum, type Forum } from '../support/forum.js';
import { knock } from '../support/knock.js';

const LIMIT = 40;
const STRICT = {
  RATE_LIMITS: 'on',
  REQUESTS_PER_MINUTE: String(LIMIT),
  GUESTS_PER_HOUR: '5',
  SOCKETS_PER_ADDRESS: '3',
};

let addresses = 0;
/** A reader's address that no other reader has, of the block that RFC 2544 keeps for tests: no proxy that these tests trust has one of them. */
function anAddress(): string {
  addresses += 1;
  return `198.18.${Math.floor(addresses / 254) % 256}.${1 + (addresses % 254)}`;
}

/** Every header by which somebody may say that a request comes from elsewhere. */
const claims = (address: string): Record<string, string> => ({
  'x-forwarded-for': address,
  'x-real-ip': address,
  forwarded: `for=${address};proto=https`,
  'cf-connecting-ip': address,
  'true-client-ip': address,
  'x-client-ip': address,
});

/** Asks over one connection, one request after another; answers their statuses. */
async function askAll(
  forum: Forum,
  times: number,
  asked: { method?: string; path: string; body?: string; headers: () => Record<string, string> },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { method = 'GET', path, body, headers } = asked;
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    statuses.push(
      await new Promise<number>((resolve, reject) => {
        const one = request(forum.url + path, { agent, method, headers: { ...json, ...headers() } }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        });
        one.on('error', reject).end(body);
      }),
    );
  }
  agent.destroy();
  return statuses;
}

const granted = (statuses: readonly number[]): number => statuses.filter((status) => status < 300).length;

describe('whoever says to come from elsewhere', () => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: STRICT });
  });

  it('is limited as who it is, over a thousand requests with another address in each (row 49)', async () => {
    const statuses = await askAll(forum, 1_000, {
      path: `/api/v1/threads/${forum.thread.id}`,
      headers: () => claims(anAddress()),
    });
    expect(granted(statuses)).toBeLessThanOrEqual(LIMIT);
    expect(statuses.at(-1)).toBe(429);
  });

  it('is limited so where a page is kept', async () => {
    const kept = await startForum({ database: 'sqlite', env: STRICT });
    const statuses = await askAll(kept, 200, {
      path: `/api/v1/threads/${kept.thread.id}/messages`,
      headers: () => claims(anAddress()),
    });
    expect(granted(statuses)).toBeGreaterThan(0);
    expect(granted(statuses)).toBeLessThanOrEqual(LIMIT);
    expect(statuses.at(-1)).toBe(429);
  });

  it('gets no new name for each address', async () => {
    const names = await startForum({ database: 'sqlite', env: { ...STRICT, REQUESTS_PER_MINUTE: '1000' } });
    let n = 0;
    const statuses = await askAll(names, 50, {
      method: 'POST',
      path: '/api/v1/guests',
      body: JSON.stringify({ name: 'Somebody' }),
      headers: () => ({ ...claims(anAddress()), 'idempotency-key': `guest-${(n += 1)}` }),
    });
    expect(granted(statuses)).toBeLessThanOrEqual(5);
    expect(statuses.at(-1)).toBe(429);
  });

  it('holds no more sockets than one address may', async () => {
    const sockets = await startForum({ database: 'sqlite', env: { ...STRICT, REQUESTS_PER_MINUTE: '1000' } });
    const statuses = await openSockets(sockets, 20, () => claims(anAddress()));
    expect(statuses.filter((status) => status === 101)).toHaveLength(3);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe.each(['1', 'loopback', '127.0.0.0/8, ::1'])('behind a proxy that TRUST_PROXY=%s names', (TRUST_PROXY) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database: 'sqlite', env: { ...STRICT, TRUST_PROXY } });
  });
  const thread = () => `/api/v1/threads/${forum.thread.id}`;
  const page = () => `${thread()}/messages`;

  it('each reader is limited by the address that the proxy saw', async () => {
    for (const path of [thread(), page()]) {
      const statuses = await askAll(forum, LIMIT * 3, { path, headers: () => ({ 'x-forwarded-for': anAddress() }) });
      expect(granted(statuses)).toBe(LIMIT * 3);
    }
  });

  it('what a reader puts before that address changes nothing (row 49)', async () => {
    for (const path of [thread(), page()]) {
      const own = anAddress();
      const statuses = await askAll(forum, LIMIT * 3, {
        path,
        headers: () => ({ ...claims(anAddress()), 'x-forwarded-for': `${anAddress()}, 127.0.0.1, ${own}` }),
      });
      expect(granted(statuses)).toBe(LIMIT);
    }
  });

  it('a household that takes another address of its own for each request is one (row 50)', async () => {
    const group = () => randomInt(0, 0x1_0000).toString(16);
    const prefix = `2001:db8:${group()}:${group()}`;
    const statuses = await askAll(forum, LIMIT * 3, {
      path: thread(),
      headers: () => ({ 'x-forwarded-for': [prefix, group(), group(), group(), group()].join(':') }),
    });
    expect(granted(statuses)).toBe(LIMIT);
  });

  it('sockets are counted in the same way', async () => {
    const own = anAddress();
    const spoofing = () => ({ ...claims(anAddress()), 'x-forwarded-for': `${anAddress()}, ${own}` });
    const statuses = await openSockets(forum, 8, spoofing);
    expect(statuses.filter((status) => status === 101)).toHaveLength(3);
    const others = await openSockets(forum, 8, () => ({ 'x-forwarded-for': anAddress() }));
    expect(new Set(others)).toEqual(new Set([101]));
  });
});

describe('behind a proxy that is not the one that TRUST_PROXY names', () => {
  it('nobody chooses an address', async () => {
    const forum = await startForum({ database: 'sqlite', env: { ...STRICT, TRUST_PROXY: '10.0.0.0/8' } });
    const statuses = await askAll(forum, LIMIT * 3, {
      path: `/api/v1/threads/${forum.thread.id}`,
      headers: () => claims(anAddress()),
    });
    expect(granted(statuses)).toBeLessThanOrEqual(LIMIT);
  });
});

/** Opens sockets one after another; all are closed at the end. */
async function openSockets(forum: Forum, times: number, headers: () => Record<string, string>): Promise<number[]> {
  const knocked = [];
  for (let n = 0; n < times; n += 1)
    knocked.push(await knock(forum, { origin: forum.config.PUBLIC_URL.origin, ...headers() }));
  for (const { socket } of knocked) socket.destroy();
  return knocked.map(({ status }) => status);
}
