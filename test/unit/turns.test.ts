import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { readConfig } from '../../src/config/read-config.js';
import { FrameScheduler } from '../../src/live/transport/frame-scheduler.js';
import { seconds } from '../support/clock.js';

const turns = () => new FrameScheduler(readConfig({ REQUEST_TIMEOUT: '10000' }));

/** Time passes only while something is done. */
describe('what comes over sockets', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => void jest.restoreAllMocks());

  /** So many come at the same moment, and what each comes for takes so many ms. */
  async function rush(come: () => Promise<void>, { count, ms }: { count: number; ms: number }) {
    const told = { done: 0, refused: [] as unknown[] };
    for (let n = 0; n < count; n += 1) {
      void come().then(
        () => {
          told.done += 1;
          now += ms;
        },
        (error: unknown) => told.refused.push(error),
      );
      // As from the network: what one sets going goes as far as it can before the next is looked at.
      for (let steps = 0; steps < 5; steps += 1) await Promise.resolve();
    }
    return told;
  }

  it('is done at once, where there is time', async () => {
    const line = turns();
    await line.handshake();
    await line.frame();
    expect(line.waiting).toBe(0);
  });

  it.each(['handshake', 'frame'] as const)('leaves others time between slices, each %s of it', async (what) => {
    const line = turns();
    const told = await rush(() => line[what](), { count: 400, ms: 1 });
    expect(told.done).toBeLessThanOrEqual(3);
    while (line.waiting > 0) {
      const before = told.done;
      await turn();
      expect(told.done - before).toBeLessThanOrEqual(6);
    }
    expect(told).toEqual({ done: 400, refused: [] });
  });

  it('is refused, where it is a handshake whose turn would come too late, and told when to come again', async () => {
    const line = turns();
    const early = await rush(() => line.handshake(), { count: 500, ms: 25 });
    while (early.done < 220) await turn();
    const late = await rush(() => line.handshake(), { count: 1, ms: 25 });
    const [details, retryAfter] = [{ limit: 'REQUEST_TIMEOUT' }, expect.any(Number)];
    expect(late.refused).toEqual([expect.objectContaining({ code: 'overloaded', details, retryAfter })]);
    while (line.waiting > 0) await turn();
    expect(early).toEqual({ done: 500, refused: [] });
  });

  it('is never refused where it is a frame', async () => {
    const line = turns();
    const told = await rush(() => line.frame(), { count: 500, ms: 20 });
    while (line.waiting > 0) await turn();
    await turn();
    expect(told).toEqual({ done: 500, refused: [] });
    expect(now).toBe(seconds(10));
  });
});
