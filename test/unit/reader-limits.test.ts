import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { memberActor, type Identity, type MemberActor } from '../../src/auth/actor.js';
import type { Limits } from '../../src/auth/limits/limits.js';
import { ReaderLimits } from '../../src/auth/limits/reader-limits.js';
import { WindowCounts } from '../../src/auth/limits/window-counts.js';
import { TestClock } from '../support/clock.js';
import { LIMITS } from '../../src/config/limits.js';
import { readConfig } from '../../src/config/read-config.js';

const NOW = Date.UTC(2026, 10, 24, 8);
const identity = (more: Partial<Identity> = {}): Identity => ({
  ...{ id: 'ana', name: 'Ana', kind: 'guest', createdAt: NOW - 3_600_000, roles: {}, sanctionedOn: [] },
  ...more,
});
const asking = (more: Partial<Identity> = {}): MemberActor =>
  memberActor(identity(more), { tokenHash: 'hash' }, '192.0.2.1');
const fresh = { createdAt: NOW - 1_000 };
const mia = { kind: 'staff', roles: { '*': 'moderator' } } as const;

/** What is counted when somebody does something. */
function counting(settings: Readonly<Record<string, string>> = {}) {
  const taken: string[] = [];
  const limits = {
    take: async (...what: readonly string[]) => void taken.push(what.join(' ')),
    takeWithin: async (
      names: readonly string[],
      key: string,
      work: (take: () => Promise<void>) => Promise<unknown>,
      counts: (done: unknown) => boolean,
    ) => {
      const about: string[] = [];
      const done = await work(async () => void about.push(...names.map((name) => `${name} ${key}`)));
      if (counts(done)) taken.push(...about);
      return done;
    },
  };
  const clock = new TestClock();
  clock.stopAt(NOW);
  const readers = new ReaderLimits(readConfig(settings), limits as unknown as Limits, clock);
  return { readers, taken };
}

describe('what a reader does is counted', () => {
  it('by address when they vote, and by message as well while they are new', async () => {
    const { readers, taken } = counting();
    const first = async () => true;
    await readers.vote(asking(), 'm1', first);
    expect(taken.splice(0)).toEqual(['VOTES_PER_ADDRESS_PER_MINUTE 192.0.2.1']);
    await readers.vote(asking(fresh), 'm1', async () => false);
    expect(taken.splice(0)).toEqual(['VOTES_PER_ADDRESS_PER_MINUTE 192.0.2.1']);
    await readers.vote(asking(fresh), 'm1', first);
    expect(taken).toEqual(['NEW_GUEST_VOTES_PER_10_MINUTES 192.0.2.1 m1', 'VOTES_PER_ADDRESS_PER_MINUTE 192.0.2.1']);
  });

  it('by member and by address when they report, and once more while they are new', async () => {
    const { readers, taken } = counting();
    await readers.report(asking());
    const each = ['REPORTS_PER_HOUR ana', 'REPORTS_PER_ADDRESS_PER_HOUR 192.0.2.1'];
    expect(taken.splice(0)).toEqual(each);
    await readers.report(asking(fresh));
    expect(taken).toEqual(['NEW_GUEST_REPORTS_PER_10_MINUTES 192.0.2.1', ...each]);
  });

  it('by member and by address when they edit', async () => {
    const { readers, taken } = counting();
    await readers.edit(asking(fresh));
    expect(taken).toEqual(['EDITS_PER_MINUTE ana', 'EDITS_PER_ADDRESS_PER_MINUTE 192.0.2.1']);
  });

  it('when a moderator has to read it first, once', async () => {
    const { readers, taken } = counting();
    const write = (outcome: string, replayed = false) =>
      readers.held(asking(), async (hold) => {
        if (outcome === 'held') await hold();
        return { outcome, replayed };
      });
    await write('published');
    await write('held', true);
    // A moderator lets it through meanwhile, and the work is tried again.
    await readers.held(asking(), async (hold) => {
      await hold();
      return { outcome: 'published', replayed: false };
    });
    expect(taken).toEqual([]);
    expect(await write('held')).toEqual({ outcome: 'held', replayed: false });
    expect(taken).toEqual(['HELD_PER_ADDRESS_PER_MINUTE 192.0.2.1', 'HELD_PER_ADDRESS_PER_HOUR 192.0.2.1']);
  });

  it('as long as they are guests, and new for as long as the config says', async () => {
    const { readers, taken } = counting({ COOLING_OFF: '60' });
    const isNew = async (more: Partial<Identity>) => {
      await readers.report(asking(more));
      return taken.splice(0).some((name) => name.startsWith('NEW_GUEST'));
    };
    expect(await isNew({ createdAt: NOW - 59_999 })).toBe(true);
    expect(await isNew({ createdAt: NOW - 60_000 })).toBe(false);
    expect(await isNew({ ...fresh, kind: 'verified' })).toBe(false);
  });

  it('but not of staff', async () => {
    const { readers, taken } = counting();
    await readers.vote(asking({ ...fresh, ...mia }), 'm1', async () => true);
    await readers.report(asking({ ...fresh, ...mia }));
    await readers.edit(asking(mia));
    await readers.held(asking(mia), async (hold) => {
      await expect(hold()).resolves.toBeUndefined();
      return { outcome: 'held', replayed: false };
    });
    expect(taken).toEqual([]);
  });
});

describe('the table of limits', () => {
  const of = (wanted: (limit: (typeof LIMITS)[keyof typeof LIMITS]) => boolean) =>
    Object.entries(LIMITS).flatMap(([name, limit]) => (wanted(limit) ? [name] : []));

  it('says in each name by the minute, ten minutes, the hour or the day, and counts so', () => {
    const spans = { '10_MINUTES': 600, MINUTE: 60, HOUR: 3_600, DAY: 86_400 };
    const seconds = (name: string) => Object.entries(spans).find(([span]) => name.endsWith(span))?.[1];
    for (const [name, limit] of Object.entries(LIMITS)) expect([name, limit.seconds]).toEqual([name, seconds(name)]);
  });

  it('counts by whom it is meant for', () => {
    expect(of(({ by }) => by === 'member')).toEqual([
      ...['WRITES_PER_MINUTE', 'DECISIONS_PER_MINUTE', 'EDITS_PER_MINUTE', 'REPORTS_PER_HOUR'],
      ...['EXPORTS_PER_DAY', 'EXPORT_DOWNLOADS_PER_HOUR'],
    ]);
    expect(of(({ by }) => by === 'address')).toEqual(['REQUESTS_PER_MINUTE', 'REPLAYED_KILOBYTES_PER_MINUTE']);
    expect(of(({ by }) => by === 'site')).toEqual(['SITE_THREADS_PER_HOUR']);
    expect(of(({ by }) => by === 'mailbox')).toEqual(['MAILS_PER_MAILBOX_PER_HOUR']);
    expect(of(({ by }) => by === 'block')).toHaveLength(Object.keys(LIMITS).length - 10);
  });

  it('has the defaults that operators read of', () => {
    const docs = readFileSync('docs/operations.md', 'utf8');
    const row = /^\| ((?:`\w+`(?:, )?)+) \| ([^|]+) \|/gm;
    const told = new Map<string, number>();
    for (const [, names = '', values = ''] of docs.matchAll(row)) {
      const presets = values.match(/\d+/g) ?? [];
      for (const [n, name] of (names.match(/\w+/g) ?? []).entries()) told.set(name, Number(presets[n]));
    }
    for (const [name, { preset }] of Object.entries(LIMITS)) expect([name, told.get(name)]).toEqual([name, preset]);
  });
});

describe('what one process has counted', () => {
  const window = { name: 'limit', key: 'ana', most: 2, ms: 60_000 };

  it('gives back one at a time, and nothing of what nobody has taken', () => {
    const counts = new WindowCounts();
    counts.giveBack(window);
    expect([counts.take(window), counts.take(window)]).toEqual([null, null]);
    counts.giveBack(window);
    expect(counts.take(window)).toBeNull();
    expect(counts.take(window)).toBeGreaterThan(0);
    for (let n = 0; n < 9; n += 1) counts.giveBack(window);
    expect([counts.take(window, 2), counts.take(window, 1)]).toEqual([null, expect.any(Number)]);
  });

  it('is of one limit and one key alone', () => {
    const counts = new WindowCounts();
    counts.take(window, 2);
    expect(counts.take({ ...window, key: 'ben' })).toBeNull();
    expect(counts.take({ ...window, name: 'other' })).toBeNull();
    expect(counts.take(window)).toBeGreaterThan(0);
  });

  it('forgets the oldest where there are more than it holds', () => {
    const counts = new WindowCounts();
    counts.take(window, 2);
    const long = 'x'.repeat(100_000);
    for (let n = 0; n < 200; n += 1) counts.take({ ...window, key: `${n}${long}` });
    expect(counts.take(window, 2)).toBeNull();
    expect(counts.take({ ...window, key: `199${long}` }, 2)).toBeGreaterThan(0);
  });
});
