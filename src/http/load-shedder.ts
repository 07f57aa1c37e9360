import type { FastifyReply, FastifyRequest } from 'fastify';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config/config.js';
import { asForumError } from '../errors/error-body.js';
import { ForumError } from '../errors/forum-error.js';
import { refuseConnection } from '../errors/refuse-connection.js';
import { Refusals } from '../errors/refusals.js';
import { ConnectionLimits } from './connection-limits.js';
import { ResponseCache } from './response-cache.js';
import { answeredBefore, isDue, OneByOne } from './one-by-one.js';
import { brokenRequest, overloaded, refuse } from './errors.js';
import { RequestMetrics, type RequestKind } from './request-metrics.js';
import { OverloadTracker } from './overload-tracker.js';
import { AdmissionQueue } from './admission-queue.js';

/** ms between looks for requests that did not come whole in time. */
const LOOK = 1_000;
/** What a balancer and a monitor ask, as it is written here: never limited and never in line. */
const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);
/** More of them in a second than this are a flood, and go the way of everything else. */
const PROBES_A_SECOND = 50;
/** Writes at the database, enough to share a commit, behind which others wait for admission: there nobody is turned away in time. */
const WRITES_AHEAD = 64;
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the shedder asks of those within, once somebody is there. */
export type Within = {
  /** Undefined where whoever sends the request may ask; the promise rejects with ForumError too_fast where it may not. */
  limit(request: IncomingMessage): Promise<void> | undefined;
  /** Units of work that wait for the database. */
  writesWaiting(): number;
};
/** ms after which answers that are not good any more are let go. */
const SWEEP = 1_000;

type Asked = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly since: number };

/**
 * Stands between the network and the framework. In this order: who asks more than it may is refused; what is kept and still
 * good is sent again, before a router, a guard and a pipe would find out once more that it is the same for everyone; what
 * is beyond the forum's capacity is refused at once, so that what was let in is served as if nobody else had come.
 */
export class LoadShedder {
  readonly refusals = new Refusals();
  readonly cache = new ResponseCache();
  readonly requests = new RequestMetrics();
  readonly overload = new OverloadTracker();
  readonly connections: ConnectionLimits;
  private readonly oneByOne: OneByOne;
  private readonly broken = new WeakSet<Socket>();
  private readonly reads: AdmissionQueue<Asked>;
  private readonly writes: AdmissionQueue<Asked>;
  private within: Within = { limit: () => undefined, writesWaiting: () => 0 };
  private inside: RequestListener = () => undefined;
  private probes = { second: 0, count: 0 };

  constructor(private readonly config: Config) {
    const { CONNECTIONS: most, ANSWER_TIMEOUT: patience, QUEUE_DELAY, REQUESTS_IN_FLIGHT } = config;
    this.connections = new ConnectionLimits({ most, patience, refused: (limit) => this.refusals.count(limit) });
    this.oneByOne = new OneByOne(REQUESTS_IN_FLIGHT);
    const serve = (asked: Asked) => this.serve(asked);
    const hasRoom = () => this.within.writesWaiting() < WRITES_AHEAD;
    this.reads = new AdmissionQueue(QUEUE_DELAY, { serve, refuse: (asked) => this.shed(asked, 'QUEUE_DELAY') });
    this.writes = new AdmissionQueue(QUEUE_DELAY, {
      serve,
      // What is short is named: the processor, or the database.
      refuse: (asked) => this.shed(asked, hasRoom() ? 'QUEUE_DELAY' : 'WRITES_WAITING'),
      hasRoom,
    });
  }

  /** Requests that wait for their turn, or for the one before them on their connection. */
  get waiting(): number {
    return this.inLine + this.oneByOne.size;
  }

  private get inLine(): number {
    return this.reads.length + this.writes.length;
  }

  /** For Fastify's `serverFactory`. */
  readonly open = (inside: RequestListener): Server => {
    this.inside = inside;
    const { REQUEST_TIMEOUT, HEADERS_TIMEOUT, KEEP_ALIVE, HEADERS_LIMIT, HEADER_FIELDS } = this.config;
    const limits = {
      requestTimeout: Math.max(REQUEST_TIMEOUT, HEADERS_TIMEOUT),
      headersTimeout: HEADERS_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE,
      connectionsCheckingInterval: LOOK,
      maxHeaderSize: HEADERS_LIMIT,
      // Who names no host is refused inside, with the contract's error; Node would say nothing but 400.
      requireHostHeader: false,
    };
    const server = createServer(limits, (request, response) => this.receive(request, response));
    // Node leaves out what is beyond, without a word: one more than may be, and who sent too many is told.
    server.maxHeadersCount = HEADER_FIELDS + 1;
    // Node would answer 417 without a word.
    server.on('checkExpectation', (request, response) =>
      this.refuse(
        request,
        response,
        new ForumError('invalid_request', [{ path: 'Expect', message: 'must be 100-continue' }]),
      ),
    );
    this.connections.watch(server);
    const sweeping = setInterval(() => this.cache.sweep(performance.now()), SWEEP).unref();
    server.on('close', () => clearInterval(sweeping));
    return server;
  };

  /** There is a forum behind it now. */
  connect(within: Within): void {
    this.within = within;
  }

  /** Keeps what has just been sent, to be sent again. For Fastify's `onSend`. */
  remember(request: FastifyRequest, reply: FastifyReply): void {
    this.cache.remember(request, reply);
  }

  /** For Fastify's `clientErrorHandler`. */
  readonly refuseBroken = (broken: NodeJS.ErrnoException, socket: Socket): void => {
    if (broken.code === 'ECONNRESET' || !socket.writable) return;
    if (this.broken.has(socket)) return;
    this.broken.add(socket);
    const { error, status } = brokenRequest(broken);
    this.refusals.note(error);
    void answeredBefore(socket).then(() => refuseConnection(socket, error, { status }));
  };

  private receive(request: IncomingMessage, response: ServerResponse): void {
    // Whoever's connection was refused as a whole may still ask.
    if (request.socket.writableEnded) return;
    if (this.isProbe(request.url ?? '')) return this.dispatch({ request, response, since: performance.now() }, 'probe');
    if (request.rawHeaders.length > this.config.HEADER_FIELDS * 2) {
      return this.refuse(request, response, new ForumError('too_large', { limit: 'HEADER_FIELDS' }), 431);
    }
    const limited = this.within.limit(request);
    if (!limited) return this.lineUp(request, response);
    limited.then(
      () => this.lineUp(request, response),
      (error: unknown) => this.refuse(request, response, asForumError(error)),
    );
  }

  private isProbe(url: string): boolean {
    if (!PROBES.has(url)) return false;
    const second = Math.floor(performance.now() / 1_000);
    this.probes = second === this.probes.second ? { second, count: this.probes.count + 1 } : { second, count: 1 };
    return this.probes.count <= PROBES_A_SECOND;
  }

  /** A connection that asks for more than is answered to it is no overload: the others are served as before. */
  private lineUp(request: IncomingMessage, response: ServerResponse): void {
    if (isDue(response)) return this.answer(request, response);
    if (request.socket.destroyed) return;
    const hasRoom = this.oneByOne.take(request.socket, { response, begin: () => this.answer(request, response) });
    if (!hasRoom) this.refuse(request, response, overloaded('REQUESTS_IN_FLIGHT'));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.cache.send(request, response)) return;
    const asked = { request, response, since: performance.now() };
    const full = this.full(request);
    if (full) this.shed(asked, full);
    else (READING.has(request.method ?? '') ? this.reads : this.writes).take(asked);
  }

  /** The limit of capacity that is reached. */
  private full({ method = '' }: IncomingMessage): string | null {
    if (this.requests.inFlight + this.inLine >= this.config.REQUESTS_IN_FLIGHT) return 'REQUESTS_IN_FLIGHT';
    const behind = this.within.writesWaiting() + this.writes.length;
    const waits = !READING.has(method) && behind >= this.config.WRITES_WAITING;
    return waits ? 'WRITES_WAITING' : null;
  }

  /** Its turn has come. What it asks for may be kept by now, and it may have gone. */
  private serve(asked: Asked): void {
    const { request, response } = asked;
    if (request.socket.destroyed || this.cache.send(request, response)) return;
    this.dispatch(asked, READING.has(request.method ?? '') ? 'read' : 'write');
  }

  private dispatch({ request, response, since }: Asked, kind: RequestKind): void {
    this.requests.begin(response, kind, since);
    this.inside(request, response);
  }

  /** The forum has more to do than it can. */
  private shed({ request, response }: Asked, limit: string): void {
    this.overload.note(performance.now());
    this.refuse(request, response, overloaded(limit));
  }

  private refuse(request: IncomingMessage, response: ServerResponse, error: ForumError, status?: number): void {
    this.refusals.note(error);
    refuse(request, response, error, status);
  }
}
