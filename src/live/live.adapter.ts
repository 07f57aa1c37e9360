import type { INestApplication, WebSocketAdapter, WsMessageHandler } from '@nestjs/common';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { isObservable, lastValueFrom } from 'rxjs';
import { WebSocketServer } from 'ws';
import type { Actor } from '../auth/actor.js';
import { CONFIG, type Config } from '../config/config.js';
import { ConnectionLimits } from '../http/connections/connection-limits.js';
import { asForumError } from '../errors/error-body.js';
import { askedLanguage } from '../i18n/asked-language.js';
import type { Language } from '../i18n/format.js';
import { ForumError } from '../errors/forum-error.js';
import { say } from '../i18n/text.js';
import { Refusals } from '../errors/refusals.js';
import { Connection, ReaderSocket, type FrameHandler } from './transport/connection.js';
import type { ParsedFrame } from './transport/frames.js';
import { Handshake, refuseHandshake } from './transport/handshake.js';
import { LiveCounters } from './live-counters.js';
import { LIVE_PATH } from './live.schema.js';
import { LiveService } from './live.service.js';
import { agreedOn } from './transport/packing.js';
import { Presence } from './presence/presence.js';
import { Sockets } from './transport/sockets.js';
import { FrameScheduler } from './transport/frame-scheduler.js';

type ReaderServer = InstanceType<typeof WebSocketServer<typeof ReaderSocket>>;

/** ms for which a socket that was told to go may take to go. */
export const CLOSE_TIMEOUT = 5_000;

/**
 * WebSockets beneath the gateway. Nest's own adapter checks no Origin, takes frames of 100 MiB, answers malformed ones with
 * silence, works on one socket's frames all at once and ends sockets without a word: here is what we do instead.
 */
export class LiveAdapter implements WebSocketAdapter<ReaderServer, Connection>, FrameHandler {
  private readonly config: Config;
  private readonly turns: FrameScheduler;
  private server: ReaderServer | undefined;
  private closing = false;

  constructor(private readonly app: INestApplication) {
    this.config = app.get<Config>(CONFIG, { strict: false });
    this.turns = app.get(FrameScheduler, { strict: false });
  }

  create(): ReaderServer {
    const options = {
      WebSocket: ReaderSocket,
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: this.config.FRAME_LIMIT,
      // A frame in pieces costs memory a piece: nobody who writes a frame of ours needs many.
      maxFragments: 64,
      maxBufferedChunks: 4_096,
      closeTimeout: CLOSE_TIMEOUT,
    };
    this.server = new WebSocketServer(options);
    this.server.on('wsClientError', (_: Error, connection: Duplex) => refuseHandshake(connection, noHandshake()));
    this.server.on('headers', (headers: string[], request: IncomingMessage) => {
      const agreed = agreementOf(request);
      if (agreed !== undefined) headers.push(`Sec-WebSocket-Extensions: ${agreed}`);
    });
    this.http.on('upgrade', (request, connection, head) => void this.upgrade(request, connection, head));
    return this.server;
  }

  bindClientConnect(server: ReaderServer, arrived: (connection: Connection) => void): void {
    server.on('connection', arrived);
  }

  /** Of what Nest makes for every socket its handler is kept, and nothing else: all the rest would cost a follower 500 bytes. */
  bindMessageHandlers(connection: Connection, [handler]: WsMessageHandler<string>[]): void {
    connection.gateway = handler?.callback;
    connection.listen();
  }

  async onFrame(connection: Connection, parsed: ParsedFrame): Promise<void> {
    await this.turns.frame();
    if ('refused' in parsed) return connection.refuse(parsed.refused, parsed.event, parsed.about);
    const answer = await connection.gateway?.(parsed.frame);
    // Of what Nest has put around the handler nothing happens until its answer is awaited.
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  }

  onClosed(connection: Connection): void {
    this.app.get(LiveService, { strict: false }).leave(connection);
  }

  /** Says goodbye to everyone, over DRAIN ms; posts go on being answered meanwhile. */
  async close(): Promise<void> {
    this.closing = true;
    await this.app.get(Sockets, { strict: false }).drain(this.config.DRAIN);
    this.app.get(Presence, { strict: false }).leave();
  }

  /** Handshakes are answered to the end: one that nobody answered would keep its connection, and with it the process. */
  async dispose(): Promise<void> {}

  private get http(): Server {
    return this.app.getHttpServer() as Server;
  }

  private async upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
    connection.on('error', abandon);
    const late = setTimeout(() => connection.destroy(), this.config.REQUEST_TIMEOUT);
    try {
      // Nobody is spoken to in two protocols at once.
      if (this.app.get(ConnectionLimits, { strict: false }).isAnswering(request.socket))
        return abandon.call(connection);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw noHandshake();
      if (request.url?.split('?', 1)[0] !== LIVE_PATH) throw new ForumError('route_not_found');
      await this.turns.handshake();
      if (connection.destroyed) return;
      if (this.closing) throw new ForumError('overloaded', undefined, undefined, 1);
      // `ws` takes 8 as well, a draft of 2010 (RFC 6455, 4.4).
      if (request.headers['sec-websocket-version'] !== '13') throw noHandshake();
      const actor = await this.app.get(Handshake, { strict: false }).admit(request, connection);
      this.server?.handleUpgrade(request, connection, head, (ws) => {
        if (agreementOf(request) !== undefined) ws.letUnpack(this.config.FRAME_LIMIT);
        this.welcome(ws, connection, actor, askedLanguage(request));
      });
    } catch (error) {
      const refusal = asForumError(error);
      this.app.get(Refusals, { strict: false }).note(refusal);
      refuseHandshake(connection, refusal);
    } finally {
      clearTimeout(late);
    }
  }

  private welcome(ws: ReaderSocket, connection: Duplex, actor: Actor, language: Language): void {
    connection.off('error', abandon);
    ws.on('error', ignore);
    const counters = this.app.get(LiveCounters, { strict: false });
    this.server?.emit('connection', new Connection(ws, connection, actor, this.config, counters, language, this));
  }
}

/** What is agreed on with a reader about packing. `ws` would refuse the handshake where none of its offers can be met. */
const agreementOf = ({ headers }: IncomingMessage): string | undefined => agreedOn(headers['sec-websocket-extensions']);

const noHandshake = () => new ForumError('invalid_request', undefined, say('refused.noHandshake'));

function abandon(this: Duplex): void {
  this.destroy();
}

/** What a stranger's frames break is answered with a close code by `ws`; it is no error of ours. */
function ignore(): void {}
