import type { IncomingMessage } from 'node:http';
import { ForumError } from '../errors/forum-error.js';
import { say, type Text } from '../i18n/text.js';

/**
 * What is wrong with a request that no route has to look at: it names no host, or two (RFC 9112, 3.2), expects what Node does not
 * know, or has U+0000 in its address, which is in no id of ours and which PostgreSQL takes in no text.
 */
export function oddity({ url = '', rawHeaders, httpVersion, headers }: IncomingMessage): ForumError | undefined {
  const hosts = hostsIn(rawHeaders);
  if (hosts === 0 && httpVersion === '1.1') return odd('host', 'must be named');
  if (hosts > 1) return odd('host', 'must be named once');
  if (url.includes('%00')) return odd('address', 'must not hold U+0000', say('refused.addressWithNull'));
  if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect))
    return odd('Expect', 'must be 100-continue');
  return undefined;
}

/** How often a request names its host. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts;
}

const odd = (path: string, message: string, sentence?: Text) =>
  new ForumError('invalid_request', [{ path, message, sentence }]);
