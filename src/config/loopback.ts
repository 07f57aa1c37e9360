import { isIPv4 } from 'node:net';

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || /^(\[::1\]|::1)$/.test(hostname) || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}

export const loopbackAddress = (hostname: string): string =>
  hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/^\[(.*)\]$/, '$1');
