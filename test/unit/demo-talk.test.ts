import { expect, it } from '@jest/globals';
import { newcomers, roll, talks } from '../../src/web/demo/demo.talk.js';
import type { Said } from '../../src/web/demo/talk/talk.js';

const flat = (said: readonly Said[]): Said[] => said.flatMap((one) => [one, ...flat(one.replies ?? [])]);
const all = flat(talks.flatMap((talk) => talk.said));

it('everyone who talks in the demo is on its roll, once', () => {
  const everybody = [...roll, ...newcomers];
  expect(new Set(everybody).size).toBe(everybody.length);
  expect(all.map(({ by }) => by).filter((by) => !everybody.includes(by))).toEqual([]);
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

it('something waits for a moderator: newcomers’ links, and what several readers have reported after it was said', () => {
  const held = all.filter(({ heldFor }) => heldFor !== undefined);
  expect(held.length).toBeGreaterThan(2);
  for (const { by, text, heldFor = '', replies } of held) {
    expect(newcomers).toContain(by);
    expect(text).toContain(heldFor);
    expect(replies).toBeUndefined();
  }
  const reported = all.filter(({ reports }) => reports !== undefined);
  expect(reported.length).toBeGreaterThan(2);
  for (const { by, ago, reports = [] } of reported) {
    expect(reports.filter((report) => report.ago >= ago || report.by === by || !roll.includes(report.by))).toEqual([]);
    expect(new Set(reports.map((report) => report.by)).size).toBe(reports.length);
  }
});
