import { Inject, Injectable, Optional } from '@nestjs/common';
import { lookup } from 'node:dns/promises';
import { request as plain, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CONFIG, type Config } from '../config/config.js';
import { OutboundError } from './outbound-error.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';

/** A page as it came, up to OUTBOUND_BYTES of it. */
export type FetchedPage = {
  /** Where it came from in the end. */
  readonly url: string;
  /** False where a redirect on the way was for now only. */
  readonly permanent: boolean;
  readonly type: string;
  readonly body: Buffer;
};

/** All addresses of a host. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;
export const RESOLVE = Symbol('resolve');

const REDIRECTS = [301, 302, 303, 307, 308];
const PERMANENT = [301, 308];
const PAGE = /^(text\/html|application\/xhtml\+xml)\s*(;|$)/i;

/**
 * The one way in which the forum asks somebody else's server. It never asks a server that is not on the public internet,
 * whatever name, spelling or redirect leads there: each host is looked up once, all its addresses are checked, and the
 * checked address is the one that is dialled. Bounded in redirects, time and bytes, packed or not.
 */
@Injectable()
export class OutboundClient {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(RESOLVE) private readonly resolve: Resolve = addressesOf,
  ) {}

  /** @throws OutboundError */
  async page(address: string, stop?: AbortSignal): Promise<FetchedPage> {
    const late = AbortSignal.timeout(this.config.OUTBOUND_TIMEOUT);
    const signal = stop ? AbortSignal.any([late, stop]) : late;
    try {
      return await this.follow(address, signal);
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      throw new OutboundError(signal.aborted ? 'too_late' : 'unreachable', `${address}: ${String(error)}`, error);
    }
  }

  private async follow(address: string, signal: AbortSignal): Promise<FetchedPage> {
    let url = allowedUrl(address);
    let permanent = true;
    for (let hop = 0; hop <= this.config.OUTBOUND_REDIRECTS; hop += 1) {
      const answer = await this.ask(url, signal);
      const { statusCode = 0, headers } = answer;
      if (REDIRECTS.includes(statusCode) && headers.location !== undefined) {
        answer.destroy();
        permanent &&= PERMANENT.includes(statusCode);
        url = allowedUrl(headers.location, url);
        continue;
      }
      const type = headers['content-type'] ?? '';
      if (statusCode !== 200 || !PAGE.test(type)) {
        answer.destroy();
        const problem = statusCode === 200 ? 'not_a_page' : 'not_found';
        throw new OutboundError(problem, `${url.href}: ${statusCode} ${type}`);
      }
      return { url: url.href, permanent, type, body: await this.read(answer, signal) };
    }
    throw new OutboundError('too_many_redirects', `${address}: more than ${this.config.OUTBOUND_REDIRECTS} redirects`);
  }

  /** Asks the address that was checked, and nobody else: the name is not looked up again. */
  private async ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const host = await this.dialled(url, signal);
    const hostname = bare(url.hostname);
    const make = url.protocol === 'https:' ? secure : plain;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = make({
        host,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        headers: {
          Host: url.host,
          'User-Agent': `Rejoinder (+${this.config.PUBLIC_URL.origin})`,
          Accept: 'text/html, application/xhtml+xml',
          'Accept-Encoding': 'gzip, deflate, br',
        },
        agent: false,
        signal,
        ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      });
      request.on('response', resolve);
      request.on('error', reject);
      request.end();
    });
  }

  /** The address to dial: every one that the host has must be allowed, or one could be changed for another. */
  private async dialled(url: URL, signal: AbortSignal): Promise<string> {
    const hostname = bare(url.hostname);
    const addresses = isIP(hostname) ? [hostname] : await orLate(this.resolve(hostname), signal);
    const mayBeLoopback = this.config.OUTBOUND_LOOPBACK && addresses.every(isLoopbackAddress);
    const isAllowed = addresses.length > 0 && (mayBeLoopback || (url.port === '' && addresses.every(isPublicAddress)));
    const [first] = addresses;
    if (!isAllowed || first === undefined)
      throw new OutboundError('address_not_allowed', `${url.href} is not on the public internet`);
    return first;
  }

  private async read(answer: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
    const stream = unpacked(answer);
    const stop = () => void answer.destroy(new Error('It took too long'));
    signal.addEventListener('abort', stop, { once: true });
    const chunks: Buffer[] = [];
    let left = this.config.OUTBOUND_BYTES;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        chunks.push(chunk.subarray(0, left));
        left -= chunk.length;
        // What is looked for stands at a page's beginning.
        if (left <= 0) break;
      }
      return Buffer.concat(chunks);
    } finally {
      signal.removeEventListener('abort', stop);
      answer.destroy();
    }
  }
}

/** Packed bytes are unpacked as they come, so that a small answer cannot become a large one before it is counted. */
function unpacked(answer: IncomingMessage): Readable {
  const coding = (answer.headers['content-encoding'] ?? 'identity').toLowerCase().trim();
  const unpack =
    coding === 'gzip' || coding === 'x-gzip'
      ? createGunzip()
      : coding === 'deflate'
        ? createInflate()
        : coding === 'br'
          ? createBrotliDecompress()
          : null;
  if (!unpack && coding !== 'identity') throw new OutboundError('not_a_page', `Packed as ${coding}`);
  if (!unpack) return answer;
  answer.on('error', (error) => unpack.destroy(error));
  return answer.pipe(unpack);
}

/** @throws OutboundError for what is no http(s) address on the usual port, or brings a password */
function allowedUrl(address: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(address, base);
  } catch (error) {
    throw new OutboundError('address_not_allowed', `${address} is no address`, error);
  }
  if (!['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new OutboundError('address_not_allowed', `${url.protocol}//${url.host} is not asked`);
  return url;
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

async function addressesOf(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);
}

/** A look-up cannot be stopped, but need not be waited for. */
function orLate<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
