import { Inject, Injectable, Optional } from '@nestjs/common';
import { lookup } from 'node:dns/promises';
import { request as plain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { CONFIG, type Config } from '../config/config.js';
import { OutboundError } from './outbound-error.js';
import { isLoopbackAddress, isPublicAddress } from './public-address.js';
import { readBody } from './read-body.js';

/** A page as it came, up to OUTBOUND_BYTES of it. */
export type FetchedPage = {
  /** Where it came from in the end. */
  readonly url: string;
  /** False where a redirect on the way was for now only. */
  readonly permanent: boolean;
  readonly type: string;
  readonly body: Buffer;
};

/** What is asked of somebody else's server. A `POST` is led nowhere else; headers go to the origin that is asked, and to no other. */
export type OutboundRequest = {
  readonly method?: 'GET' | 'POST';
  /** Of ours: `Authorization`, a signature. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept: string;
  readonly body?: { readonly type: string; readonly text: string };
};

/** An answer, whole: its status is the asker's to judge. */
export type OutboundAnswer = {
  readonly url: string;
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: Buffer;
};

/** All addresses of a host. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;
export const RESOLVE = Symbol('resolve');

const REDIRECTS = [301, 302, 303, 307, 308];
const PERMANENT = [301, 308];
const ACCEPT_PAGE = 'text/html, application/xhtml+xml';
const PAGE = /^(text\/html|application\/xhtml\+xml)\s*(;|$)/i;

type Asked = Omit<OutboundRequest, 'headers'> & { readonly headers: OutboundRequest['headers'] | undefined };
type Followed = { readonly url: URL; readonly permanent: boolean; readonly answer: IncomingMessage };

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

  /** A page of somebody's site, or as much of it as is looked at. @throws OutboundError */
  page(address: string, stop?: AbortSignal): Promise<FetchedPage> {
    return this.inTime(address, stop, async (signal) => {
      const { url, permanent, answer } = await this.follow(address, { accept: ACCEPT_PAGE }, signal);
      const type = answer.headers['content-type'] ?? '';
      if (answer.statusCode !== 200 || !PAGE.test(type)) {
        answer.destroy();
        const problem = answer.statusCode === 200 ? 'not_a_page' : 'not_found';
        throw new OutboundError(problem, `${url.href}: ${answer.statusCode} ${type}`);
      }
      const body = await readBody(answer, { bytes: this.config.OUTBOUND_BYTES, beyond: 'left' }, signal);
      return { url: url.href, permanent, type, body };
    });
  }

  /** Anything else that is asked or told: keys, tokens, hooks. @throws OutboundError */
  send(address: string, request: OutboundRequest, stop?: AbortSignal): Promise<OutboundAnswer> {
    return this.inTime(address, stop, async (signal) => {
      const { url, answer } = await this.follow(address, request, signal);
      const { statusCode: status = 0, headers } = answer;
      const body = await readBody(answer, { bytes: this.config.OUTBOUND_BYTES, beyond: 'refused' }, signal);
      return { url: url.href, status, type: headers['content-type'] ?? '', headers, body };
    });
  }

  /** Everything of one call is over in OUTBOUND_TIMEOUT. */
  private async inTime<T>(address: string, stop: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>) {
    const late = AbortSignal.timeout(this.config.OUTBOUND_TIMEOUT);
    const signal = stop ? AbortSignal.any([late, stop]) : late;
    try {
      return await work(signal);
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      throw new OutboundError(signal.aborted ? 'too_late' : 'unreachable', `${address}: ${String(error)}`, error);
    }
  }

  private async follow(address: string, request: OutboundRequest, signal: AbortSignal): Promise<Followed> {
    const first = allowedUrl(address);
    let url = first;
    let permanent = true;
    for (let hop = 0; hop <= this.config.OUTBOUND_REDIRECTS; hop += 1) {
      const headers = url.origin === first.origin ? request.headers : undefined;
      const answer = await this.ask(url, { ...request, headers }, signal);
      const { statusCode = 0, headers: said } = answer;
      const isLed = REDIRECTS.includes(statusCode) && said.location !== undefined && request.method !== 'POST';
      if (!isLed) return { url, permanent, answer };
      answer.destroy();
      permanent &&= PERMANENT.includes(statusCode);
      url = allowedUrl(said.location ?? '', url);
    }
    throw new OutboundError('too_many_redirects', `${address}: more than ${this.config.OUTBOUND_REDIRECTS} redirects`);
  }

  /** Asks the address that was checked, and nobody else: the name is not looked up again. */
  private async ask(url: URL, { method, headers, accept, body }: Asked, signal: AbortSignal): Promise<IncomingMessage> {
    const host = await this.dialled(url, signal);
    const hostname = bare(url.hostname);
    const make = url.protocol === 'https:' ? secure : plain;
    return new Promise<IncomingMessage>((resolve, reject) => {
      const request = make({
        host,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        method: method ?? 'GET',
        headers: {
          ...headers,
          Host: url.host,
          'User-Agent': `Rejoinder (+${this.config.PUBLIC_URL.origin})`,
          Accept: accept,
          'Accept-Encoding': 'gzip, deflate, br',
          ...(body ? { 'Content-Type': body.type, 'Content-Length': Buffer.byteLength(body.text) } : {}),
        },
        agent: false,
        signal,
        ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      });
      request.on('response', resolve);
      request.on('error', reject);
      request.end(body?.text);
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
