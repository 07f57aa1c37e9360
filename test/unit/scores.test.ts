import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { best, controversial, hot, scoresOf } from '../../src/messages/scores.js';

const votes = fc.nat(100_000);
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 24, 12);

/** Quantile of the normal distribution for a two-sided interval of 80 % (any table of it). */
const Z80 = 1.2815515655446004;

describe('best', () => {
  // Wilson's formula reckoned apart from the code, in decimals of 50 digits.
  it.each([
    [1, 0, 0.378447503225353],
    [0, 1, 0],
    [1, 1, 0.164251720029899],
    [10, 0, 0.858931317909459],
    [600, 400, 0.579997926296228],
    [40, 20, 0.585151313958865],
    [5500, 4500, 0.543616669145419],
  ])('of %i for and %i against is %f', (up, down, score) => {
    expect(best(up, down)).toBeCloseTo(score, 12);
  });

  it('is where the votes that were cast are as far off as they are in one of ten samples', () => {
    // Wilson's own definition: the share p for which (share - p)² = z² p (1 - p) / n, below the share that was seen.
    fc.assert(
      fc.property(votes, votes, (up, down) => {
        fc.pre(up + down > 0);
        const n = up + down;
        const share = up / n;
        const bound = best(up, down);
        expect(bound).toBeLessThanOrEqual(share);
        expect((share - bound) ** 2).toBeCloseTo((Z80 ** 2 * bound * (1 - bound)) / n, 10);
      }),
    );
  });

  it('is nothing without votes for, and never outside of 0 to 1', () => {
    fc.assert(fc.property(votes, (down) => expect(best(0, down)).toBe(0)));
    fc.assert(
      fc.property(votes, votes, (up, down) => {
        expect(best(up, down)).toBeGreaterThanOrEqual(0);
        expect(best(up, down)).toBeLessThan(1);
      }),
    );
  });

  it('rises with every vote for and falls with every vote against', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(5_000), (up, down) => {
        expect(best(up + 1, down)).toBeGreaterThan(best(up, down));
        expect(best(up, down + 1)).toBeLessThan(best(up, down));
      }),
    );
  });

  it('trusts the same share more the more people say so', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat(1_000),
        fc.integer({ min: 2, max: 20 }),
        (up, down, times) => {
          expect(best(up * times, down * times)).toBeGreaterThan(best(up, down));
        },
      ),
    );
  });
});

describe('hot', () => {
  // reddit's `_sorts.pyx`: log10(max(|s|, 1)) * sign + seconds / 45000, there counted from 1134028003.
  it.each([
    [1, 0, '2010-01-01T00:00:00Z'],
    [124, 24, '2026-11-24T08:30:00Z'],
    [3, 1003, '2026-11-24T08:30:00Z'],
    [7, 7, '2012-02-29T23:59:59Z'],
  ])('of %i for and %i against at %s is reddit’s, counted from 1970', (up, down, time) => {
    const at = Date.parse(time);
    const reddit =
      Math.sign(up - down) * Math.log10(Math.max(Math.abs(up - down), 1)) + (at / 1000 - 1134028003) / 45_000;
    expect(hot(up, down, at)).toBeCloseTo(reddit + 1134028003 / 45_000, 6);
  });

  it('of a hundred votes is two more than of one', () => {
    expect(hot(100, 0, NOON) - hot(1, 0, NOON)).toBeCloseTo(2, 9);
    expect(hot(0, 10, NOON) - hot(0, 0, NOON)).toBeCloseTo(-1, 9);
  });

  it('weighs ten times the votes as much as twelve and a half hours', () => {
    expect(hot(10, 0, NOON)).toBeCloseTo(hot(100, 0, NOON - 12.5 * 3_600_000), 9);
  });

  it('puts the later of two messages first where they have the same votes, and the better liked where they are of one time', () => {
    fc.assert(
      fc.property(votes, votes, fc.integer({ min: 1, max: 400 * DAY }), (up, down, later) => {
        expect(hot(up, down, NOON + later)).toBeGreaterThan(hot(up, down, NOON));
        expect(hot(up + 1, down, NOON)).toBeGreaterThanOrEqual(hot(up, down, NOON));
      }),
    );
  });
});

describe('controversial', () => {
  it.each([
    [0, 0, 0],
    [50, 0, 0],
    [0, 50, 0],
    [1, 1, 2],
    [50, 50, 100],
    [100, 50, 12.24744871391589],
    [50, 100, 12.24744871391589],
    [1000, 1, 1.00693267528085],
  ])('of %i for and %i against is %f', (up, down, score) => {
    expect(controversial(up, down)).toBeCloseTo(score, 12);
  });

  it('does not ask which side one is on', () => {
    fc.assert(fc.property(votes, votes, (a, b) => expect(controversial(a, b)).toBe(controversial(b, a))));
  });

  it('is highest of so many votes where they are evenly split, and of even splits where there are more votes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(9_999), (half, apart) => {
        const other = Math.min(apart, half);
        expect(controversial(half, half)).toBeGreaterThanOrEqual(controversial(half + other, half - other));
        expect(controversial(half + 1, half + 1)).toBeGreaterThan(controversial(half, half));
      }),
    );
  });
});

it('every score is a number that a database can sort by', () => {
  fc.assert(
    fc.property(votes, votes, fc.integer({ min: 0, max: 4_102_444_800_000 }), (up, down, at) => {
      for (const score of Object.values(scoresOf(up, down, at))) expect(Number.isFinite(score)).toBe(true);
    }),
  );
});
