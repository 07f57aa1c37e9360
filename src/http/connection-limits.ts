import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { refuseConnection } from '../errors/refuse-connection.js';
import { overloaded } from './errors.js';

/** ms between looks at every connection. */
const LOOK = 1_000;
/** Files that a process needs beside its connections: the database's, a log, Redis, PostgreSQL's pool. */
const RESERVED = 64;
/** ConnectionLimits above the limit that are told so; those above them are ended without a word. */
const TOLD = 32;

type Options = {
  /** ConnectionLimits at once, sockets among them. */
  readonly most: number;
  /** ms in which a reader must take what is written to it. */
  readonly patience: number;
  readonly refused: (limit: string) => void;
};
/** How much was written to a connection when it was last looked at, how much of that waited, and since when both stand still. */
type Standing = { written: number; waiting: number; since: number };

/** Every connection to this process: how many there may be, and how long one may keep an answer waiting. */
export class ConnectionLimits {
  private readonly open = new Map<Socket, Standing | null>();
  private readonly most: number;
  private cleared = 0;

  /** One listener for all of them: `this` is the connection that is closed. */
  private readonly gone: (this: Socket) => void;

  constructor(private readonly options: Options) {
    const { open } = this;
    this.gone = function () {
      open.delete(this);
    };
    this.most = Math.max(1, Math.min(options.most, filesAllowed() - RESERVED));
  }

  get size(): number {
    return this.open.size;
  }

  watch(server: Server): void {
    server.maxConnections = this.most + TOLD;
    server.on('connection', (socket) => this.admit(server, socket));
    server.on('drop', () => this.options.refused('CONNECTIONS'));
    // A socket's reader is watched by its own limits: src/live.
    server.on('upgrade', (_, socket) => this.open.has(socket as Socket) && this.open.set(socket as Socket, null));
    const looking = setInterval(() => this.look(performance.now()), LOOK).unref();
    server.on('close', () => clearInterval(looking));
  }

  /** Ends connections on which nothing was ever said. */
  endSilent(): void {
    for (const socket of this.open.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  private admit(server: Server, socket: Socket): void {
    const isNew = !this.open.has(socket);
    this.open.set(socket, { written: 0, waiting: 0, since: 0 });
    // One that had offered another protocol comes again: live/transport/other-protocol.ts.
    if (!isNew) return;
    socket.on('close', this.gone);
    if (this.open.size <= this.most) return;
    this.makeRoom(server);
    if (this.open.size <= this.most) return;
    this.options.refused('CONNECTIONS');
    refuseConnection(socket, overloaded('CONNECTIONS'));
  }

  /** ConnectionLimits on which nothing is asked just now are ended first: who holds one opens another when it is needed. */
  private makeRoom(server: Server): void {
    const now = performance.now();
    if (now - this.cleared < LOOK) return;
    this.cleared = now;
    server.closeIdleConnections();
    for (const socket of this.open.keys()) if (socket.destroyed) this.open.delete(socket);
  }

  /** Ends connections whose readers take nothing. */
  private look(now: number): void {
    for (const [socket, standing] of this.open) {
      if (standing === null) continue;
      if (socket.writableLength === 0) standing.waiting = 0;
      else this.lookAt(socket, standing, now);
    }
  }

  private lookAt(socket: Socket, standing: Standing, now: number): void {
    const { writableLength: waiting, bytesWritten: written } = socket;
    if (waiting !== standing.waiting || written !== standing.written) {
      Object.assign(standing, { waiting, written, since: now } satisfies Standing);
    } else if (now - standing.since >= this.options.patience) {
      this.options.refused('ANSWER_TIMEOUT');
      socket.destroy();
    }
  }
}

/** How many files the system lets this process have open (Linux; elsewhere it does not say). */
function filesAllowed(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? Infinity : Number(limit);
  } catch {
    return Infinity;
  }
}
