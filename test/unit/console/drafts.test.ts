import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { allDrafts, keepDraft, readDraft } from '../../../src/web/console/dialogs/drafts.js';

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  });
});
afterEach(() => void Reflect.deleteProperty(globalThis, 'localStorage'));

it('words that are being typed are there again, each with what it was about', () => {
  keepDraft('reject:a', 'Off');
  keepDraft('reject:b', 'Abuse');
  keepDraft('reject:a', 'Off topic');
  expect(readDraft('reject:a')).toBe('Off topic');
  expect(readDraft('reject:b')).toBe('Abuse');
  expect(readDraft('reject:c')).toBe('');
});

it('what was sent or wiped out is forgotten', () => {
  keepDraft('reject:a', 'Off topic');
  keepDraft('reject:a', ' ');
  expect(allDrafts()).toEqual([]);
});

it('the last twenty are kept', () => {
  for (let n = 1; n <= 21; n += 1) keepDraft(`reject:${n}`, 'Abuse');
  expect(allDrafts()).toHaveLength(20);
  expect(readDraft('reject:1')).toBe('');
  expect(readDraft('reject:2')).toBe('Abuse');
});

it('what an older build or somebody else has stored there hurts nobody', () => {
  for (const stored of ['{', '{"a":1}', '[null,1,{"about":"x"}]']) {
    kept.set('rejoinder.console.drafts', stored);
    expect(allDrafts()).toEqual([]);
  }
});
