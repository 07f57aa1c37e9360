/**
 * Says that connections come, which every queue hears.
 *
 * @own sources
 */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { accepted } from '../../src/http/connections/turns.js';
import { AdmissionQueue } from '../../src/http/load-shedding/admission-queue.js';
import { until } from '../support/until.js';

/** ms that somebody may wait while the forum does not keep up. */
const PATIENCE = 50;

type Waited = { readonly item: string; readonly came: number; readonly at: number };

describe('the line before the forum', () => {
  /** Time passes only while somebody is served, and while nobody comes. */
  let now = 0;
  const served: Waited[] = [];
  const refused: Waited[] = [];
  const waits = (list: readonly Waited[], from = 0) =>
    list.filter(({ at }) => at >= from).map(({ came, at }) => at - came);

  beforeEach(() => {
    now = 0;
    served.length = 0;
    refused.length = 0;
  });

  /** A line in which serving one takes so many ms. */
  const lineOf = (ms: number) => {
    const line = new AdmissionQueue<{ item: string; came: number }>(
      PATIENCE,
      {
        serve(asked) {
          served.push({ ...asked, at: now });
          now += ms;
        },
        refuse: (asked) => refused.push({ ...asked, at: now }),
      },
      () => now,
    );
    let n = 0;
    return { line, come: () => line.take({ item: String((n += 1)), came: now }) };
  };

  it('serves at once who comes while there is time', () => {
    const { line, come } = lineOf(1);
    come();
    expect(served).toEqual([{ item: '1', came: 0, at: 0 }]);
    expect(line.length).toBe(0);
  });

  it('serves everyone of a burst, in the order in which they came', async () => {
    const { line, come } = lineOf(1);
    for (let n = 0; n < 400; n += 1) come();
    expect(line.length).toBeGreaterThan(380);
    while (line.length > 0) await turn();
    expect(refused).toEqual([]);
    expect(served.map(({ item }) => Number(item))).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
  });

  it('serves everyone of a burst, however long that takes, while few come beside those who are served', async () => {
    const { line, come } = lineOf(1);
    for (let n = 0; n < 2_000; n += 1) come();
    for (let turns = 0; line.length > 0; turns += 1) {
      if (turns % 4 === 0) come();
      await turn();
    }
    expect(refused).toEqual([]);
    expect(now).toBeGreaterThan(2_000);
  });

  it('refuses who would wait longer than two seconds in a burst, and nobody who waits already', async () => {
    const { line, come } = lineOf(1);
    for (let n = 0; n < 4_000; n += 1) come();
    while (served.length < 1_000) await turn();
    come();
    expect(refused.map(({ item }) => item)).toEqual(['4001']);
    while (served.length < 2_500) await turn();
    come();
    while (line.length > 0) await turn();
    expect(refused).toHaveLength(1);
    expect(served).toHaveLength(4_001);
  });

  it('has short turns as long as each of them brings a new connection, since no turn brings more than one', async () => {
    const { line, come } = lineOf(1);
    for (let n = 0; n < 100; n += 1) come();
    for (let turns = 0; line.length > 0; turns += 1) {
      accepted(now);
      const before = served.length;
      await turn();
      expect(served.length - before).toBeLessThanOrEqual(2);
    }
    accepted(-Infinity);
    expect(served).toHaveLength(100);
  });

  it('lets others have a turn between slices, however many wait', async () => {
    const { line, come } = lineOf(2);
    for (let n = 0; n < 100; n += 1) come();
    let turns = 0;
    for (; line.length > 0; turns += 1) await turn();
    expect(served).toHaveLength(100);
    // 200 ms of work, 8 of them a turn.
    expect(turns).toBeGreaterThanOrEqual(25);
  });

  it('lets what one sets going go as far as it can before the next is served', async () => {
    const order: string[] = [];
    const line = new AdmissionQueue<string>(
      PATIENCE,
      {
        serve(name) {
          now += 3;
          order.push(`${name} begun`);
          void Promise.resolve().then(() => order.push(`${name} done`));
        },
        refuse: () => undefined,
      },
      () => now,
    );
    line.take('whoever has the first slice');
    now += 10;
    for (const name of ['ana', 'ben', 'mia']) line.take(name);
    while (line.length > 0) await turn();
    expect(order.slice(-6)).toEqual(['ana begun', 'ana done', 'ben begun', 'ben done', 'mia begun', 'mia done']);
  });

  /** So many come in each ms, of whom one can be served, for so many ms. */
  async function crowd(come: () => void, { perMs, ms }: { perMs: number; ms: number }): Promise<void> {
    const end = now + ms;
    for (let due = now; now < end;) {
      for (; due < now + 1; due += 1) for (let n = 0; n < perMs; n += 1) come();
      const before = now;
      await turn();
      if (now === before) now += 1;
    }
  }

  it('refuses, once a queue stands, whoever would wait long; and whom it serves then it serves in good time', async () => {
    const { line, come } = lineOf(1);
    await crowd(come, { perMs: 5, ms: 10_000 });
    expect(refused[0]?.at).toBeGreaterThan(500);
    expect(refused[0]?.at).toBeLessThan(520);
    // The burst is over: nobody of it waits on.
    expect(Math.max(...waits(refused))).toBeLessThan(520);
    expect(Math.max(...waits(served, 520))).toBeLessThanOrEqual(PATIENCE);
    // Whoever is refused is refused at once, and not after hoping.
    expect(waits(refused, 600).filter((ms) => ms > 0)).toEqual([]);
    // Nearly all of the time went into serving.
    expect(served.length).toBeGreaterThan(9_800);
    expect(line.length).toBeLessThan(5 * PATIENCE);
  });

  // As many as were served of late was taken for as many as can be, though no more had come: it went on refusing for ever.
  it('takes a few at a time as soon as the crowd has gone', async () => {
    const { line, come } = lineOf(3);
    await crowd(come, { perMs: 5, ms: 1_000 });
    while (line.length > 0) await turn();
    expect(refused.length).toBeGreaterThan(0);
    refused.length = 0;
    for (let times = 0; times < 50; times += 1) {
      now += 100;
      for (let n = 0; n < 8; n += 1) come();
      while (line.length > 0) await turn();
    }
    expect(refused).toEqual([]);
  });

  it('takes a burst again when the crowd has gone', async () => {
    const { line, come } = lineOf(1);
    await crowd(come, { perMs: 5, ms: 1_000 });
    while (line.length > 0) await turn();
    now += 1_000;
    refused.length = 0;
    await crowd(come, { perMs: 2, ms: 400 });
    expect(refused).toEqual([]);
  });

  it('keeps waits short while this process stands still again and again', async () => {
    const { come } = lineOf(1);
    await crowd(come, { perMs: 5, ms: 1_000 });
    for (let stall = 0; stall < 20; stall += 1) {
      now += PATIENCE * 2;
      const from = now;
      await crowd(come, { perMs: 5, ms: 300 });
      expect(Math.max(...waits(served, from + 1))).toBeLessThanOrEqual(PATIENCE);
    }
  });
});

describe('a line before those who may have no room', () => {
  /** Three who wait, while time stands still but where it is told to go on. */
  const three = () => {
    const told = { served: [] as string[], refused: [] as string[] };
    const state = { now: 0, room: false };
    const line = new AdmissionQueue<string>(
      PATIENCE,
      {
        serve: (name) => told.served.push(name),
        refuse: (name) => told.refused.push(name),
        hasRoom: () => state.room,
      },
      () => state.now,
    );
    for (const name of ['ana', 'ben', 'mia']) line.take(name);
    return { state, told, line };
  };

  it('lets nobody go ahead until there is, and then in the order in which they came', async () => {
    const { state, told } = three();
    for (let n = 0; n < 10; n += 1) await turn();
    expect(told.served).toEqual([]);
    state.room = true;
    await until('everyone is served', () => told.served.length === 3);
    expect(told).toEqual({ served: ['ana', 'ben', 'mia'], refused: [] });
  });

  it('takes whoever comes while nothing has moved for a moment', async () => {
    const { state, told, line } = three();
    state.now = 300;
    line.take('olga');
    state.room = true;
    await until('everyone is served', () => told.served.length === 4);
    expect(told.refused).toEqual([]);
  });

  it('tells those who have waited too long', async () => {
    const { state, told } = three();
    state.now = 600;
    await until('everyone is told', () => told.refused.length === 3);
    expect(told).toEqual({ served: [], refused: ['ana', 'ben', 'mia'] });
  });
});
