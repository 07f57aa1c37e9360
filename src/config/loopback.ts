export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || /^(\[::1\]|::1)$/.test(hostname) || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export const loopbackAddress = (hostname: string): string =>
  hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/^\[(.*)\]$/, '$1');
