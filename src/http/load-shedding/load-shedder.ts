import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressFrom, limitKey, type AddressOf } from '../../auth/address.js';
import { Limits } from '../../auth/limits/limits.js';
import { CONFIG, type Config } from '../../config/config.js';
import { Transactions } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { Refusals } from '../../errors/refusals.js';
import { AdmissionQueue } from './admission-queue.js';
import { isLookedAt, overloaded } from '../errors.js';
import { oddity } from '../odd-requests.js';
import { OverloadTracker } from './overload-tracker.js';
import { RequestMetrics, type RequestKind } from '../request-metrics.js';
import { ResponseCache } from '../response-cache/response-cache.js';
import { writeRefusal } from '../write-refusal.js';

/** What a balancer and a monitor ask, as it is written here: never limited and never in line. */
const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);
/** More of them in a second than this are a flood, and go the way of everything else. */
const PROBES_PER_SECOND = 50;
/** Writes at the database, enough to share a commit, behind which others wait for admission: there nobody is refused in time. */
const WRITES_AHEAD = 64;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets Fastify go on with a request, or refuses it. */
type Done = (refusal?: Error) => void;
type Waiting = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly done: Done;
  /** `performance.now()` of its arrival. */
  readonly since: number;
};

/**
 * Decides before any work is done for a request. In this order: who asks more than it may is refused; what is cached and
 * still fresh is sent again; what is beyond the forum's capacity is refused at once, so that what was admitted is served as
 * if nobody else had come.
 */
@Injectable()
export class LoadShedder {
  readonly requests = new RequestMetrics();
  readonly overload = new OverloadTracker();
  private readonly reads: AdmissionQueue<Waiting>;
  private readonly writes: AdmissionQueue<Waiting>;
  private readonly addressOf: AddressOf;
  private probes = { second: 0, count: 0 };
  /** Requests whose limit was asked before Fastify had them, and how it refused: each counts once. */
  private readonly asked = new WeakMap<IncomingMessage, { readonly refusal?: unknown }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: Limits,
    private readonly transactions: Transactions,
    private readonly cache: ResponseCache,
    private readonly refusals: Refusals,
  ) {
    this.addressOf = addressFrom(config.TRUST_PROXY);
    const serve = (waiting: Waiting) => this.serve(waiting);
    const hasRoom = () => transactions.waiting < WRITES_AHEAD;
    this.reads = new AdmissionQueue(config.QUEUE_DELAY, {
      serve,
      refuse: (waiting) => this.shed(waiting, 'QUEUE_DELAY'),
    });
    this.writes = new AdmissionQueue(config.QUEUE_DELAY, {
      serve,
      // What is short is named: the processor, or the database.
      refuse: (waiting) => this.shed(waiting, hasRoom() ? 'QUEUE_DELAY' : 'WRITES_WAITING'),
      hasRoom,
    });
  }

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.reads.length + this.writes.length;
  }

  /** For Fastify's `onRequest`. */
  readonly onRequest = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const { raw } = request;
    // Whoever's connection was refused as a whole may still ask.
    if (raw.socket.writableEnded) return;
    const waiting = { request, reply, done, since: performance.now() };
    if (this.isProbe(raw.url ?? '')) return this.admit(waiting, 'probe');
    if (raw.rawHeaders.length > this.config.HEADER_FIELDS * 2)
      return done(new ForumError('too_large', { limit: 'HEADER_FIELDS' }));
    const limited = this.limit(raw);
    if (limited) limited.then(() => this.queue(waiting), done);
    else this.queue(waiting);
  };

  /**
   * Sends a cached response before Fastify has made anything of the request, which costs a fifth more; whatever else there is to
   * say goes on as `next`. For Node's server, as long as nobody else's middleware is to meet every request.
   */
  readonly early = (raw: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const isPlain = !raw.socket.writableEnded && raw.rawHeaders.length <= this.config.HEADER_FIELDS * 2;
    if (!isPlain || !this.cache.ready(raw) || oddity(raw)) return next();
    const goOn = (answer: { readonly refusal?: unknown }) => {
      this.asked.set(raw, answer);
      next();
    };
    const send = () => {
      // While the limit was asked, it may have been let go.
      const ready = this.cache.ready(raw);
      if (ready) this.cache.send(ready, raw, response, randomUUID());
      else goOn({});
    };
    const limited = this.limit(raw);
    // Refused it is with all that a refusal says, further on.
    if (limited) limited.then(send, (refusal: unknown) => goOn({ refusal }));
    else send();
  };

  /** Undefined where it may at once. */
  private limit(raw: IncomingMessage): Promise<void> | undefined {
    const asked = this.asked.get(raw);
    if (!asked) return this.limits.request(limitKey(this.addressOf(raw)));
    return asked.refusal === undefined ? undefined : Promise.reject(asked.refusal as Error);
  }

  private sendCached({ request, reply }: Waiting): boolean {
    const ready = this.cache.ready(request.raw);
    if (!ready) return false;
    reply.hijack();
    this.cache.send(ready, request.raw, reply.raw, request.id);
    return true;
  }

  private isProbe(url: string): boolean {
    if (!PROBES.has(url)) return false;
    const second = Math.floor(performance.now() / 1_000);
    this.probes = second === this.probes.second ? { second, count: this.probes.count + 1 } : { second, count: 1 };
    return this.probes.count <= PROBES_PER_SECOND;
  }

  private queue(waiting: Waiting): void {
    if (this.sendCached(waiting)) return;
    const full = this.full(waiting.request.raw);
    if (full) this.shed(waiting, full);
    else (isRead(waiting.request.raw) ? this.reads : this.writes).take(waiting);
  }

  /** The limit of capacity that is reached. */
  private full(request: IncomingMessage): string | null {
    if (this.requests.inFlight + this.waiting >= this.config.REQUESTS_IN_FLIGHT) return 'REQUESTS_IN_FLIGHT';
    const behind = this.transactions.waiting + this.writes.length;
    return !isRead(request) && behind >= this.config.WRITES_WAITING ? 'WRITES_WAITING' : null;
  }

  /** Its turn has come. What it asks for may be cached by now, and whoever asked may have gone. */
  private serve(waiting: Waiting): void {
    const { request } = waiting;
    if (request.raw.socket.destroyed || this.sendCached(waiting)) return;
    this.admit(waiting, isRead(request.raw) ? 'read' : 'write');
  }

  private admit({ reply, done, since }: Waiting, kind: RequestKind): void {
    this.requests.begin(reply.raw, kind, since);
    done();
  }

  /** The forum has more to do than it can. */
  private shed({ request, reply, done }: Waiting, limit: string): void {
    this.overload.note(performance.now());
    const error = overloaded(limit);
    if (isLookedAt(request.raw)) return done(error);
    this.refusals.note(error);
    writeRefusal(request, reply, error);
  }
}

const isRead = ({ method = '' }: IncomingMessage): boolean => READING.has(method);
