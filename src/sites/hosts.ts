import { isIPv6 } from 'node:net';
import { asHost } from '../text/hosts.js';

const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * A host as browsers write it: an internationalized name in its ASCII form, an IPv6 address in brackets and short.
 * @returns null for what is no host by itself: with a scheme, a port, a path or a wildcard
 */
export function hostOf(given: string): string | null {
  const text = given.trim();
  const address = text.replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(address)) return asHost(`[${address}]`);
  if (/[/:?#@*\s%\\[\]]/.test(text)) return null;
  const host = asHost(text);
  return host !== null && NAME.test(host) ? host : null;
}
