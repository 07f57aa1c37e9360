import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { addressFrom, blocksAround, limitKey } from '../../src/auth/address.js';
import type { TrustProxy } from '../../src/config/values.js';

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
    ['::ffff:192.0.2.128%eth0', '192.0.2.128'],
    ['192.0.2.128%eth0', '192.0.2.128'],
    ['0:0:0:0:ffff:0:192.0.2.128', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.128', '64:ff9b:0:0::/64'],
    ['1:0:0:0:0:ffff:c000:280', '1:0:0:0::/64'],
  ])('of %s is %s', (address, key) => {
    expect(limitKey(address)).toBe(key);
  });

  it('is something that can be counted whatever a proxy or a socket calls an address', () => {
    fc.assert(fc.property(fc.string(), (address) => expect(typeof limitKey(address)).toBe('string')));
  });
});

describe('the blocks around an address', () => {
  it.each([
    ['2001:db8:1:2ff::/64', { 56: '2001:db8:1:200::/56', 48: '2001:db8:1::/48' }],
    ['2001:db8:1:ffff::/64', { 56: '2001:db8:1:ff00::/56', 48: '2001:db8:1::/48' }],
    ['0:0:0:1::/64', { 56: '0:0:0:0::/56', 48: '0:0:0::/48' }],
  ])('of %s are its /56 and its /48', (key, blocks) => {
    expect(blocksAround(key)).toEqual(blocks);
  });

  it.each(['192.0.2.1', '', 'ana', '2001:db8:1:2::/56', '2001:db8:1:2::/64 of ana'])('are none around %j', (key) => {
    expect(blocksAround(key)).toEqual({});
  });
});

describe('the address that a request comes from', () => {
  const from = (trust: TrustProxy, peer: string | undefined, forwarded?: string) =>
    addressFrom(trust)({
      socket: { remoteAddress: peer },
      headers: { 'x-forwarded-for': forwarded, 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' },
    } as unknown as IncomingMessage);

  it.each<[string, TrustProxy, string | undefined, string | undefined, string]>([
    ['nobody is trusted', false, '192.0.2.1', '203.0.113.7', '192.0.2.1'],
    ['the connection is gone', false, undefined, '203.0.113.7', ''],
    ['the connection is gone, behind a proxy', 1, undefined, undefined, ''],
    ['one proxy is trusted', 1, '192.0.2.1', '203.0.113.7', '203.0.113.7'],
    ['the reader has put something before', 1, '192.0.2.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['there are two proxies', 2, '192.0.2.1', '198.51.100.1, 203.0.113.7, 192.0.2.2', '203.0.113.7'],
    ['fewer proxies were passed than are trusted', 3, '192.0.2.1', '203.0.113.7', '203.0.113.7'],
    ['the proxy says nothing', 1, '192.0.2.1', undefined, '192.0.2.1'],
    ['the proxy says nothing of use', 1, '192.0.2.1', 'unknown', '192.0.2.1'],
    ['the proxy says an address and a port', 1, '192.0.2.1', '203.0.113.7:4711', '192.0.2.1'],
    ['the peer is a trusted proxy', ['192.0.2.0/24'], '192.0.2.1', '203.0.113.7', '203.0.113.7'],
    ['the peer is one, as IPv6 writes it', ['192.0.2.0/24'], '::ffff:192.0.2.1', '203.0.113.7', '203.0.113.7'],
    ['the peer is another', ['192.0.2.0/24'], '198.51.100.1', '203.0.113.7', '198.51.100.1'],
    ['a reader names a trusted proxy', ['192.0.2.0/24'], '192.0.2.1', '192.0.2.9, 203.0.113.7', '203.0.113.7'],
    ['proxies stand in a row', ['loopback', 'fd00::/8'], '::1', '203.0.113.7, fd00::1, 127.0.0.1', '203.0.113.7'],
    ['something odd stands in the row', ['loopback'], '::1', '203.0.113.7, <script>, 127.0.0.1', '127.0.0.1'],
  ])('where %s', (_, trust, peer, forwarded, address) => {
    expect(from(trust, peer, forwarded)).toBe(address);
  });

  it('is asked for in one place, so that no two parsers can disagree', () => {
    const asking = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .filter((path) =>
        /remoteAddress|request\.ips?\b|['"](x-forwarded|x-real-ip|forwarded|cf-connecting)/.test(
          readFileSync(`src/${path}`, 'utf8'),
        ),
      );
    expect(asking).toEqual(['auth/address.ts']);
  });
});
