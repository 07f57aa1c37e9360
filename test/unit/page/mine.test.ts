import { expect, it } from '@jest/globals';
import { Store } from '../../../src/web/forum/state/store.js';
import type { answers } from '../../../src/web/forum/stream/answers.js';
import { followMine } from '../../../src/web/forum/stream/mine.js';
import { pageOf } from '../../support/page-state.js';
import { until } from '../../support/until.js';

it('what is a reader’s own is read again where the part of the page that reads it could not be loaded', async () => {
  const store = new Store(pageOf([]));
  let [tries, read] = [0, 0];
  const load = async () => {
    tries += 1;
    if (tries < 3) throw new Error('A newer forum is running.');
    return { readMine: async () => void (read += 1) } as unknown as Awaited<ReturnType<typeof answers>>;
  };
  followMine(store, load, 1);
  expect(tries).toBe(0);
  store.set({ token: 'token' });
  await until('it was read', () => read === 1);
  expect(tries).toBe(3);
  store.set({ readings: store.state.readings + 1 });
  await until('it was read again', () => read === 2);
  expect(tries).toBe(4);
});
