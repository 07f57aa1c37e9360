import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** ms between looks at what is still open once nobody is let in any more. */
const LOOK = 50;

/**
 * Parts with those who keep their connection between requests, when this process goes: each is told with its next answer to open
 * another one, which leads elsewhere. A connection that is not told so is kept until KEEP_ALIVE is over, and the process with it.
 */
@Injectable()
export class Farewell implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    // The command line opens the forum without a server.
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server) return;
    server.prependListener('request', sayGoodbye);
    // What was being answered just now could not be told.
    const looking = setInterval(() => !server.listening && server.closeIdleConnections(), LOOK).unref();
    server.once('close', () => clearInterval(looking));
  }
}

function sayGoodbye(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
}
