import { describe, expect, it } from '@jest/globals';
import { barredBy, type ForumState } from '../../../src/web/forum/state/state.js';

const NOW = Date.UTC(2026, 10, 24, 8);
const until = (at: number | null) =>
  ({ kind: at === null ? 'ban' : 'suspend', until: at === null ? null : new Date(at).toISOString() }) as NonNullable<
    ForumState['sanction']
  >;

describe('a reader may not write', () => {
  it('while a suspension lasts, and may from its very end', () => {
    const sanction = until(NOW);
    expect(barredBy({ sanction, now: NOW - 1 })).toBe(sanction);
    expect(barredBy({ sanction, now: NOW })).toBeNull();
    expect(barredBy({ sanction, now: NOW + 1 })).toBeNull();
  });

  it('where the server’s time is not known yet: whoever was suspended is', () => {
    const sanction = until(NOW);
    expect(barredBy({ sanction, now: null })).toBe(sanction);
  });

  it('ever after a ban without an end', () => {
    const sanction = until(null);
    expect(barredBy({ sanction, now: NOW })).toBe(sanction);
  });

  it('only where there is a sanction', () => {
    expect(barredBy({ sanction: null, now: NOW })).toBeNull();
  });
});
