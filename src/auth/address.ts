import { all, compile } from '@fastify/proxy-addr';
import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import type { TrustProxy } from '../config/values.js';

export type AddressOf = (request: IncomingMessage) => string;

/**
 * The one way to know from which address a request or a handshake comes: the connection's, or, where that is a proxy which
 * is trusted, the last address in `X-Forwarded-For` that no trusted proxy has. Anybody may send what stands before it, and
 * what is no address is passed over.
 */
export function addressFrom(trust: TrustProxy): AddressOf {
  if (trust === false) return ({ socket }) => socket.remoteAddress ?? '';
  const trusted = typeof trust === 'number' ? (_: string, hop: number) => hop < trust : compile([...trust]);
  return (request) => all(request, trusted).findLast((address) => isIP(String(address)) > 0) ?? '';
}

/**
 * An address as limits count it: IPv4 whole (IPv4-mapped IPv6 as the IPv4 it is), IPv6 by its /64, which one household holds.
 */
export function limitKey(address: string): string {
  const bare = address.replace(/%.*/, '').toLowerCase();
  if (isIPv4(bare)) return bare;
  const groups = expand(bare);
  const ipv4 = groups.slice(6).flatMap((group) => bytesOf(parseInt(group, 16)));
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return ipv4.join('.');
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The /56 and the /48 around a /64, as limits count them; none around an IPv4 address. */
export function blocksAround(key: string): { readonly 56: string; readonly 48: string } | Record<string, never> {
  const [, site, last = ''] = /(.+):(.+)::\/64$/.exec(key) ?? [];
  if (site === undefined) return {};
  const subnet = (parseInt(last, 16) & 0xff00).toString(16);
  return { 56: `${site}:${subnet}::/56`, 48: `${site}::/48` };
}

/** The eight groups, without leading zeros. */
function expand(address: string): string[] {
  const inHex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)/, (_, a, b, c, d) => `${pair(a, b)}:${pair(c, d)}`);
  const [head, tail = ''] = inHex.split('::') as [string, string?];
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}

const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
const bytesOf = (group: number): number[] => [group >> 8, group & 0xff];
