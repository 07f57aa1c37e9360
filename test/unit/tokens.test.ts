import { describe, expect, it } from '@jest/globals';
import type { Identity } from '../../src/auth/actor.js';
import { TokensRepository } from '../../src/auth/tokens/tokens.repository.js';
import type { TokenUses } from '../../src/auth/tokens/token-uses.service.js';
import { TokensService } from '../../src/auth/tokens/tokens.service.js';
import type { PrimaryReads } from '../../src/database/primary-reads.js';
import type { Transactions } from '../../src/database/transactions.js';
import { EventBus } from '../../src/events/event-bus.js';
import type { ForumEvent } from '../../src/events/forum-event.js';
import { TestClock } from '../support/clock.js';

const HASH = 'hash of a token';
const mia = (roles: Identity['roles']): Identity => ({
  ...{ id: 'mia', name: 'Mia', kind: 'staff', createdAt: 0, roles, sanctionedOn: [] },
});
const MODERATOR = mia({ gazette: 'moderator' });

/** A forum whose database knows one token, and what it was asked; `meanwhile` happens while an answer is under way. */
function knowing(first: Identity | null) {
  const bus = new EventBus();
  const database = { is: first, asked: 0, meanwhile: () => {} };
  const identifyAll = async (hashes: readonly string[]) => {
    database.asked += 1;
    const found = new Map(database.is && hashes.includes(HASH) ? [[HASH, database.is]] : []);
    database.meanwhile();
    database.meanwhile = () => {};
    return found;
  };
  const repository = { identifyAll, identify: async (hash: string) => (await identifyAll([hash])).get(hash) ?? null };
  const uses = { note: () => {} } as unknown as TokenUses;
  const none = {} as Transactions;
  const tokens = new TokensService(repository as unknown as TokensRepository, none, new TestClock(), uses, bus);
  /** Nothing is told of what another process does. */
  const becomes = (is: Identity | null, ...told: ForumEvent[]) => {
    database.is = is;
    bus.publish(told);
  };
  return { tokens, database, becomes };
}
const revoked: ForumEvent = { name: 'tokens.revoked', hashes: [HASH] };
const changed: ForumEvent = { name: 'member.changed', memberId: 'mia' };

describe('a token', () => {
  it('is asked for once, however often somebody reads with it', async () => {
    const { tokens, database } = knowing(MODERATOR);
    for (let n = 0; n < 5; n += 1) expect(await tokens.identify(HASH)).toBe(MODERATOR);
    expect(database.asked).toBe(1);
  });

  it('that nobody has is asked for each time: it may be made any moment', async () => {
    const { tokens, becomes } = knowing(null);
    expect(await tokens.identify(HASH)).toBeNull();
    becomes(MODERATOR);
    expect(await tokens.identify(HASH)).toBe(MODERATOR);
  });

  it.each([
    ['taken back', null, revoked],
    ['somebody’s who moderates no more', mia({}), changed],
  ])('that is %s speaks for nobody else from then on', async (_what, now, told) => {
    const { tokens, becomes } = knowing(MODERATOR);
    await tokens.identify(HASH);
    becomes(now, told);
    expect(await tokens.identify(HASH)).toBe(now);
  });

  it.each([
    ['taken back', null, revoked],
    ['somebody’s who moderates no more', mia({}), changed],
  ])('that is %s while the database answers is not believed afterwards', async (_what, now, told) => {
    for (const ask of ['identify', 'review'] as const) {
      const { tokens, database, becomes } = knowing(MODERATOR);
      database.meanwhile = () => becomes(now, told);
      await (ask === 'identify' ? tokens.identify(HASH) : tokens.review([HASH]));
      expect([ask, await tokens.identify(HASH)]).toEqual([ask, now]);
    }
  });

  it('of another is believed on where somebody changes', async () => {
    const { tokens, database, becomes } = knowing(MODERATOR);
    await tokens.identify(HASH);
    becomes(MODERATOR, { name: 'member.changed', memberId: 'max' }, { name: 'tokens.revoked', hashes: ['another'] });
    await tokens.identify(HASH);
    expect(database.asked).toBe(1);
  });

  it('that another process took back is good nowhere here once the round of open sockets finds it so', async () => {
    const { tokens, becomes } = knowing(MODERATOR);
    await tokens.identify(HASH);
    becomes(null);
    expect((await tokens.review([HASH])).size).toBe(0);
    expect(await tokens.identify(HASH)).toBeNull();
  });

  it('is believed as the round of open sockets found it', async () => {
    const { tokens, database, becomes } = knowing(MODERATOR);
    await tokens.identify(HASH);
    const demoted = mia({});
    becomes(demoted);
    await tokens.review([HASH]);
    expect(await tokens.identify(HASH)).toBe(demoted);
    expect(database.asked).toBe(2);
  });
});

describe('whom a token speaks for', () => {
  const row = { hash: HASH, id: 'mia', name: 'Mia', kind: 'staff', created_at: 7, sanctioned: null };
  const found = (...rows: readonly object[]) => {
    const query = async () => rows.map((more) => ({ ...row, ...more }));
    return new TokensRepository({ dialect: 'sqlite', query } as unknown as PrimaryReads).identify(HASH, ['session'], 0);
  };

  it('has the role that it has on each site, and none that only a newer build knows', async () => {
    const held = [
      { site_id: 'gazette', role: 'moderator' },
      { site_id: 'herald', role: 'auditor' },
      { site_id: 'times', role: 'owner' },
    ];
    const roles = { gazette: 'moderator', times: 'owner' } as const;
    expect(await found(...held)).toEqual({ ...mia(roles), createdAt: 7 });
  });

  it('is nobody of staff without a role, and is known to be banned where that is so, once', async () => {
    expect(await found({ site_id: null, role: null })).toMatchObject({ roles: {}, sanctionedOn: [] });
    const banned = { site_id: 'gazette', role: 'moderator', sanctioned: 'gazette' };
    expect(await found(banned, banned)).toMatchObject({ sanctionedOn: ['gazette'] });
  });
});
