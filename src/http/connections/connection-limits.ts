import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { readFileSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { CONFIG, type Config } from '../../config/config.js';
import { Refusals } from '../../errors/refusals.js';
import { brokenRequest, overloaded } from '../errors.js';
import { refuseConnection } from './refuse-connection.js';
import { accepted } from './turns.js';

/** ms between looks at every connection, and between two times at which room is made. */
const LOOK = 1_000;
/** Files that a process needs beside its connections: the database's, a log, Redis, PostgreSQL's pool. */
const RESERVED = 64;
/** Connections above the limit that are told so; those above them are ended without a word. */
const TOLD = 32;

/** Every connection to this process: how many there may be, and how long one may keep an answer waiting. */
@Injectable()
export class ConnectionLimits implements OnModuleInit {
  /** Those that ask over HTTP. */
  private readonly open = new Set<Socket>();
  /** What was written to a connection and is not taken: how much of it, and since when that has not changed. */
  private readonly untaken = new WeakMap<
    Socket,
    { readonly written: number; readonly waiting: number; readonly since: number }
  >();
  /** Sockets, whose readers are watched by limits of their own: src/live. */
  private readonly upgraded = new Set<object>();
  /** The answer to what a connection asked last. */
  private readonly answers = new WeakMap<Socket, ServerResponse>();
  private readonly max: number;
  private clearedAt = -Infinity;
  /** The same function for every connection: each of its own would cost a follower 100 bytes. */
  private readonly left: (this: Socket) => void;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly host: HttpAdapterHost,
    private readonly refusals: Refusals,
  ) {
    this.max = Math.max(1, Math.min(config.CONNECTIONS, filesAllowed() - RESERVED));
    const { open, upgraded } = this;
    this.left = function () {
      open.delete(this);
      upgraded.delete(this);
    };
  }

  get size(): number {
    return this.open.size + this.upgraded.size;
  }

  onModuleInit(): void {
    // The command line opens the forum without a server.
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server) return;
    server.maxConnections = this.max + TOLD;
    server.on('connection', (socket) => this.admit(server, socket));
    server.on('drop', () => this.refusals.count('CONNECTIONS'));
    server.on('request', ({ socket }, response) => this.answers.set(socket, response));
    server.on('upgrade', ({ socket }) => this.upgrade(socket));
    const looking = setInterval(() => this.endStalled(performance.now()), LOOK).unref();
    server.on('close', () => clearInterval(looking));
  }

  /** Whether something that was asked on this connection is not answered yet, or the answer not taken. */
  isAnswering(socket: Socket): boolean {
    return this.answers.get(socket)?.writableFinished === false;
  }

  /** Answers what cannot be read as a request, or did not come whole in time. For Fastify's `clientErrorHandler`. */
  refuseBroken(broken: NodeJS.ErrnoException, socket: Socket): void {
    if (broken.code === 'ECONNRESET' || socket.writableEnded) return;
    const answer = this.answers.get(socket);
    // Nothing can be said in the midst of another answer, or before it: only of the request that is broken itself, while it is due.
    const isAhead = this.isAnswering(socket) && (answer?.req.complete || answer?.headersSent || !answer?.socket);
    if (isAhead) return void socket.destroy();
    const error = brokenRequest(broken);
    this.refusals.note(error);
    refuseConnection(socket, error);
  }

  /** Ends connections on which nothing was ever said. */
  endSilent(): void {
    for (const socket of this.open) if (socket.bytesRead === 0) socket.destroy();
  }

  private admit(server: Server, socket: Socket): void {
    accepted(performance.now());
    this.open.add(socket);
    socket.on('close', this.left);
    if (this.size > this.max) this.makeRoom(server);
    if (this.size <= this.max) return;
    this.refusals.count('CONNECTIONS');
    refuseConnection(socket, overloaded('CONNECTIONS'));
  }

  /** From now on it is no concern of what looks at answers: there may be twenty thousand that rest. */
  private upgrade(socket: Socket): void {
    if (this.open.delete(socket)) this.upgraded.add(socket);
  }

  /** Connections on which nothing is asked just now are ended first: who holds one opens another when it is needed. */
  private makeRoom(server: Server): void {
    const now = performance.now();
    if (now - this.clearedAt < LOOK) return;
    this.clearedAt = now;
    server.closeIdleConnections();
    for (const socket of this.open) if (socket.destroyed) this.open.delete(socket);
  }

  /** Ends connections whose readers take nothing. */
  private endStalled(now: number): void {
    for (const socket of this.open) {
      const { writableLength: waiting, bytesWritten: written } = socket;
      const last = this.untaken.get(socket);
      if (waiting === 0) this.untaken.delete(socket);
      else if (last?.waiting !== waiting || last.written !== written)
        this.untaken.set(socket, { written, waiting, since: now });
      else if (now - last.since >= this.config.ANSWER_TIMEOUT) {
        this.refusals.count('ANSWER_TIMEOUT');
        socket.destroy();
      }
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
