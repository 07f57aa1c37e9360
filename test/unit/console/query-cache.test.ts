import { expect, it } from '@jest/globals';
import { QueryCache } from '../../../src/web/console/store/query-cache.js';

/** A server that answers when it is told to. */
class Server {
  readonly asked: string[] = [];
  private readonly waiting: { readonly resolve: (value: string) => void; readonly reject: () => void }[] = [];

  readonly load = (key: string): Promise<string> => {
    this.asked.push(key);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  };

  async answers(at: number, value: string): Promise<void> {
    this.waiting[at]!.resolve(value);
    await Promise.resolve();
  }

  async fails(at: number): Promise<void> {
    this.waiting[at]!.reject();
    await new Promise(setImmediate);
  }
}

it('asks once for what several look at, and tells everyone when it is there', async () => {
  const server = new Server();
  const cache = new QueryCache(server.load);
  let told = 0;
  cache.listen(() => (told += 1));
  expect(cache.get('a')).toEqual({ kind: 'loading' });
  expect(cache.get('a')).toEqual({ kind: 'loading' });
  await server.answers(0, 'Ida');
  expect(server.asked).toEqual(['a']);
  expect(told).toBe(1);
  expect(cache.get('a')).toEqual({ kind: 'ready', value: 'Ida' });
});

it('asks again for what has changed', async () => {
  const server = new Server();
  const cache = new QueryCache(server.load);
  cache.get('a');
  await server.answers(0, 'before');
  let told = 0;
  const leave = cache.listen(() => (told += 1));
  cache.invalidate('a');
  expect(told).toBe(1);
  expect(cache.get('a')).toEqual({ kind: 'loading' });
  cache.invalidate('unknown');
  leave();
  await server.answers(1, 'now');
  expect(told).toBe(1);
  expect(cache.get('a')).toEqual({ kind: 'ready', value: 'now' });
});

it('does not take an answer that was on its way when the thing changed', async () => {
  const server = new Server();
  const cache = new QueryCache(server.load);
  cache.get('a');
  cache.invalidate('a');
  cache.get('a');
  await server.answers(1, 'now');
  await server.answers(0, 'before');
  expect(cache.get('a')).toEqual({ kind: 'ready', value: 'now' });
});

it('says that something could not be loaded', async () => {
  const server = new Server();
  const cache = new QueryCache(server.load);
  cache.get('a');
  await server.fails(0);
  expect(cache.get('a')).toEqual({ kind: 'failed' });
});

it('keeps the last 200 and asks again for older ones', async () => {
  const server = new Server();
  const cache = new QueryCache(server.load);
  for (let n = 0; n <= 200; n += 1) {
    cache.get(`${n}`);
    await server.answers(n, `answer ${n}`);
  }
  expect(cache.get('1')).toEqual({ kind: 'ready', value: 'answer 1' });
  expect(cache.get('0')).toEqual({ kind: 'loading' });
});
