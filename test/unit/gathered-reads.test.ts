import { describe, expect, it } from '@jest/globals';
import { GatheredReads } from '../../src/database/gathered-reads.js';

/** A database that answers when it is told to. */
function slow() {
  const asked: { keys: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const reads = new GatheredReads<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        asked.push({ keys, answer: () => resolve(new Map(keys.map((key) => [key, key.toUpperCase()]))), fail: reject });
      }),
  );
  return { asked, reads };
}

const turn = () => new Promise(setImmediate);

describe('reads that are gathered', () => {
  it('asks at once where nothing is under way, and of all that come in the same turn together', async () => {
    const { asked, reads } = slow();
    const answers = Promise.all([reads.of('a'), reads.of('b')]);
    await turn();
    expect(asked.map(({ keys }) => keys).flat()).toEqual(['a', 'b']);
    for (const { answer } of asked) answer();
    expect(await answers).toEqual(['A', 'B']);
  });

  it('gathers who comes while two questions are under way, each key once', async () => {
    const { asked, reads } = slow();
    const first = reads.of('a');
    await turn();
    const second = reads.of('b');
    await turn();
    const others = Promise.all(['c', 'd', 'c'].map((key) => reads.of(key)));
    await turn();
    expect(asked.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
    asked[0]!.answer();
    await first;
    await turn();
    expect(asked[2]!.keys).toEqual(['c', 'd']);
    asked[1]!.answer();
    asked[2]!.answer();
    expect([await first, await second, await others]).toEqual(['A', 'B', ['C', 'D', 'C']]);
  });

  it('answers undefined for what is not found', async () => {
    const reads = new GatheredReads<string>(() => Promise.resolve(new Map()));
    expect(await reads.of('a')).toBeUndefined();
  });

  it('tells everyone of a question that it failed, and asks the next', async () => {
    const { asked, reads } = slow();
    const both = Promise.allSettled([reads.of('a'), reads.of('b')]);
    await turn();
    for (const { fail } of asked) fail(new Error('away'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = reads.of('c');
    await turn();
    asked.at(-1)!.answer();
    expect(await next).toBe('C');
  });
});
