import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitKey } from '../../src/auth/address.js';

/** The eight groups of an address, as numbers. */
const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });

/** Ways to write the same address: in full, without leading zeros, in capitals, with its longest row of zeros left out. */
function spellings(address: readonly number[]): string[] {
  const short = address.map((group) => group.toString(16));
  const full = short.map((group) => group.padStart(4, '0'));
  const spelled = [short.join(':'), full.join(':'), full.join(':').toUpperCase(), `${short.join(':')}%eth0`];
  const row = /(?:^|:)0(?::0)+(?:$|:)/.exec(short.join(':'));
  if (row) spelled.push(short.join(':').replace(row[0], '::'));
  return spelled;
}

const isMapped = (address: readonly number[]) => address.slice(0, 5).every((group) => group === 0);

describe('the address that limits count', () => {
  it('is an IPv4 address whole', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => expect(limitKey(address)).toBe(address)));
  });

  it('is the IPv4 address inside an IPv6 one that maps it, so that nobody counts twice', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(limitKey(`::ffff:${address}`)).toBe(address);
        expect(limitKey(`::FFFF:${address}`)).toBe(address);
      }),
    );
  });

  it('is one for all that a household’s /64 holds, and another for the next /64', () => {
    fc.assert(
      fc.property(groups, groups, (one, other) => {
        fc.pre(!isMapped(one));
        const neighbour = [...one.slice(0, 4), ...other.slice(4)];
        expect(limitKey(neighbour.map((group) => group.toString(16)).join(':'))).toBe(limitKey(spellings(one)[0]!));
        const next = [...one.slice(0, 3), (one[3]! + 1) % 0x10000, ...one.slice(4)];
        fc.pre(!isMapped(next));
        expect(limitKey(spellings(next)[0]!)).not.toBe(limitKey(spellings(one)[0]!));
      }),
    );
  });

  it('does not depend on how the address is written', () => {
    const sparse = fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
      .filter((address) => !isMapped(address));
    fc.assert(
      fc.property(fc.oneof(groups, sparse), (address) => {
        expect(new Set(spellings(address).map(limitKey)).size).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0000:0000:ffff::', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:192.0.2.128', '192.0.2.128'],
  ])('of %s is %s', (address, key) => {
    expect(limitKey(address)).toBe(key);
  });

  it('is something that can be counted whatever a proxy or a socket calls an address', () => {
    fc.assert(fc.property(fc.string(), (address) => expect(typeof limitKey(address)).toBe('string')));
  });
});
