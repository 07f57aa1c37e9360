import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { CONFIG, type Config } from '../../config/config.js';
import { ConnectionLimits } from './connection-limits.js';

/** ms between looks at what is still open once nobody is let in any more. */
const LOOK = 50;
/** ms for which one that has not asked anything yet, as browsers hold in reserve, may still ask. */
const SILENCE = 3_000;

/**
 * Parts with those who keep their connection between requests, when this process goes: each is told with its next answer to open
 * another one, which leads elsewhere. A connection that is not told so is kept until KEEP_ALIVE is over, and the process with it.
 */
@Injectable()
export class ConnectionDrain implements BeforeApplicationShutdown {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly connections: ConnectionLimits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  beforeApplicationShutdown(): void {
    // The command line opens the forum without a server.
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server) return;
    server.prependListener('request', closeAfterAnswer);
    let closedAt = Infinity;
    const looking = setInterval(() => {
      if (server.listening) return;
      closedAt = Math.min(closedAt, performance.now());
      this.part(server, performance.now() - closedAt);
    }, LOOK).unref();
    server.once('close', () => clearInterval(looking));
  }

  /** @param since ms since nobody is let in any more; from then on Node looks at no timeout itself */
  private part(server: Server, since: number): void {
    // What was being answered just now could not be told.
    server.closeIdleConnections();
    if (since > SILENCE) this.connections.endSilent();
    if (since > Math.max(this.config.REQUEST_TIMEOUT, this.config.HEADERS_TIMEOUT)) server.closeAllConnections();
  }
}

function closeAfterAnswer(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
}
