import { expect, it } from '@jest/globals';
import { roll, talks } from '../../src/web/demo/demo.talk.js';
import type { Said } from '../../src/web/demo/talk/talk.js';

const flat = (said: readonly Said[]): Said[] => said.flatMap((one) => [one, ...flat(one.replies ?? [])]);
const all = flat(talks.flatMap((talk) => talk.said));

it('everyone who talks in the demo is on its roll, once', () => {
  expect(new Set(roll).size).toBe(roll.length);
  expect(all.map(({ by }) => by).filter((by) => !roll.includes(by))).toEqual([]);
});

it('nobody answers before they were spoken to, and all of it was said within two days', () => {
  for (const { ago, replies } of all) for (const reply of replies ?? []) expect(reply.ago).toBeLessThan(ago);
  expect(Math.max(...all.map(({ ago }) => ago))).toBeLessThan(2 * 24 * 60);
});

it('no message has more votes than there are others to cast them', () => {
  for (const { up = 0, down = 0 } of all) expect(up + down).toBeLessThan(roll.length);
});

it('what was taken away had been answered', () => {
  expect(all.filter(({ deleted, replies }) => deleted && (replies ?? []).length === 0)).toEqual([]);
});
