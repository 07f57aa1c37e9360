import { describe, expect, it } from '@jest/globals';
import {
  isBrandNew,
  isStaff,
  memberActor,
  readerActor,
  outranks,
  roleOn,
  staffRole,
  writerOf,
  type Actor,
  type Identity,
} from '../../src/auth/actor.js';
import { may, powersOf, sitesWhere } from '../../src/auth/policy/may.js';

const person = (roles: Identity['roles'] = {}, more: Partial<Identity> = {}): Identity => ({
  ...{ id: 'mia', name: 'Mia', kind: 'staff', createdAt: 0, roles, sanctionedOn: [] },
  ...more,
});
const asking = (member: Identity | null, address = '192.0.2.1'): Actor =>
  member === null ? readerActor(address) : memberActor(member, null, address);
const guest = person({}, { kind: 'guest' });

describe('what somebody is on a site', () => {
  it.each<[string, Identity, string | null, string]>([
    ['a guest', guest, null, 'guest'],
    ['a member', person({}, { kind: 'verified' }), null, 'member'],
    ['a moderator of the site', person({ gazette: 'moderator' }), 'moderator', 'moderator'],
    ['one of another site', person({ herald: 'owner' }), null, 'member'],
    ['one of every site', person({ '*': 'admin' }), 'admin', 'admin'],
    ['the higher of both: its own', person({ '*': 'moderator', gazette: 'owner' }), 'owner', 'owner'],
    ['the higher of both: that of every site', person({ '*': 'owner', gazette: 'admin' }), 'owner', 'owner'],
    ['nobody where they are banned', person({ gazette: 'owner' }, { sanctionedOn: ['gazette'] }), null, 'member'],
    ['nobody where they are banned everywhere', person({ '*': 'owner' }, { sanctionedOn: ['*'] }), null, 'member'],
    [
      'what they are where they are banned elsewhere',
      person({ '*': 'admin' }, { sanctionedOn: ['herald'] }),
      'admin',
      'admin',
    ],
  ])('is %s', (_what, member, staff, role) => {
    expect([staffRole(member, 'gazette'), roleOn(member, 'gazette')]).toEqual([staff, role]);
  });
});

describe('who may moderate', () => {
  it('is staff of that site, and nobody who has not said who they are', () => {
    const mia = asking(person({ gazette: 'moderator' }));
    expect([
      may(mia, 'message.reject', 'gazette'),
      may(mia, 'message.reject', 'herald'),
      may(asking(null), 'message.reject', 'gazette'),
    ]).toEqual([...[true, false, false]]);
  });

  it('moderates their own sites, or all of them, but where they are banned', () => {
    const sites = (roles: Identity['roles'], sanctionedOn: readonly string[] = []) =>
      sitesWhere(asking(person(roles, { sanctionedOn })), 'queue.read');
    expect(sites({ gazette: 'moderator', herald: 'owner' })).toEqual(['gazette', 'herald']);
    expect(sites({ gazette: 'moderator', '*': 'moderator' })).toEqual(['*']);
    expect(sites({ gazette: 'moderator', herald: 'owner' }, ['gazette'])).toEqual(['herald']);
    expect(sites({ gazette: 'moderator' }, ['*'])).toEqual([]);
    expect(sitesWhere(asking(null), 'queue.read')).toEqual([]);
    expect([isStaff(asking(person({ gazette: 'moderator' }))), isStaff(asking(guest)), isStaff(asking(null))]).toEqual([
      ...[true, false, false],
    ]);
  });

  it('may what their role gives them', () => {
    expect(powersOf(guest)).toEqual(['post', 'vote', 'report']);
    expect(powersOf(person({ gazette: 'moderator' }))).toEqual(['post', 'vote', 'report', 'moderate']);
    const all = ['post', 'vote', 'report', 'moderate', 'administer'];
    expect(powersOf(person({ gazette: 'admin' }))).toEqual(all);
    expect(powersOf(person({ gazette: 'moderator', herald: 'owner' }))).toEqual(all);
    expect(powersOf(person({ gazette: 'admin' }, { sanctionedOn: ['gazette'] }))).toEqual(all.slice(0, 3));
  });
});

describe('who may administer', () => {
  const mayAdminister = (roles: Identity['roles'], more: Partial<Identity> = {}) =>
    may(asking(person(roles, more)), 'site.addresses', 'gazette');

  it('is an admin or owner of that site, or of all of them', () => {
    expect([
      mayAdminister({ gazette: 'admin' }),
      mayAdminister({ gazette: 'owner' }),
      mayAdminister({ '*': 'admin' }),
    ]).toEqual([true, true, true]);
  });

  it('is no moderator, nobody of another site, no reader, and nobody who has not said who they are', () => {
    expect([mayAdminister({ gazette: 'moderator' }), mayAdminister({ herald: 'owner' }), mayAdminister({})]).toEqual([
      false,
      false,
      false,
    ]);
    expect(may(asking(null), 'site.addresses', 'gazette')).toBe(false);
  });

  it('is nobody who is banned there', () => {
    expect(mayAdminister({ gazette: 'owner' }, { sanctionedOn: ['gazette'] })).toBe(false);
  });
});

describe('who stands above whom', () => {
  const above = (one: Identity['roles'], other: Identity['roles'], site = 'gazette') =>
    outranks(person(one), person(other), site);

  it('is the higher role on that site; equals sanction nobody', () => {
    expect(above({ gazette: 'owner' }, { gazette: 'admin' })).toBe(true);
    expect(above({ gazette: 'admin' }, { gazette: 'moderator' })).toBe(true);
    expect(above({ gazette: 'moderator' }, {})).toBe(true);
    expect(above({ gazette: 'moderator' }, { gazette: 'moderator' })).toBe(false);
    expect(above({ gazette: 'moderator' }, { gazette: 'admin' })).toBe(false);
    expect(above({}, {})).toBe(false);
  });

  it('is nobody by a role on another site', () => {
    expect(above({ herald: 'owner' }, {})).toBe(false);
    expect(above({ gazette: 'moderator' }, { herald: 'owner' })).toBe(true);
  });

  it('on every site is who stands above what the other is anywhere', () => {
    expect(above({ '*': 'admin' }, { herald: 'owner' }, '*')).toBe(false);
    expect(above({ '*': 'owner' }, { herald: 'admin', gazette: 'moderator' }, '*')).toBe(true);
    expect(above({ '*': 'moderator' }, {}, '*')).toBe(true);
  });

  it('is nobody who is banned there; whoever is banned keeps their rank in others’ eyes', () => {
    const banned = { sanctionedOn: ['gazette'] };
    expect(outranks(person({ gazette: 'owner' }, banned), guest, 'gazette')).toBe(false);
    expect(outranks(person({ gazette: 'moderator' }), person({ gazette: 'owner' }, banned), 'gazette')).toBe(false);
  });
});

describe('somebody', () => {
  it('has Idempotency-Keys of their own, or those of their address before they have a name', () => {
    expect(writerOf(asking(guest))).toBe('mia');
    expect(writerOf(asking(null))).toMatch(/^address:[0-9a-f]{64}$/);
    expect(writerOf(asking(null))).not.toBe(writerOf(asking(null, '192.0.2.2')));
  });

  it('is brand-new for as long as guests are', () => {
    const at = (now: number, kind: Identity['kind'] = 'guest') =>
      isBrandNew(person({}, { kind, createdAt: 1_000 }), now, 600);
    expect([at(600_999), at(601_000), at(1_000, 'verified')]).toEqual([true, false, false]);
  });
});
