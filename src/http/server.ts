import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../config/config.js';

/** ms between looks for requests that did not come whole in time. */
const LOOK = 1_000;

/** Node's server, bounded in what one client may take of it. For Fastify's `serverFactory`. */
export const boundedServer =
  (config: Config) =>
  (handler: RequestListener): Server => {
    const { REQUEST_TIMEOUT, HEADERS_TIMEOUT, KEEP_ALIVE, HEADERS_LIMIT, HEADER_FIELDS } = config;
    const limits = {
      requestTimeout: Math.max(REQUEST_TIMEOUT, HEADERS_TIMEOUT),
      headersTimeout: HEADERS_TIMEOUT,
      keepAliveTimeout: KEEP_ALIVE,
      connectionsCheckingInterval: LOOK,
      maxHeaderSize: HEADERS_LIMIT,
      // Who names no host is refused by a hook, with the contract's error; Node would say nothing but 400.
      requireHostHeader: false,
    };
    const server = createServer(limits, handler);
    // Node leaves out what is beyond, without a word: one more than may be, and who sent too many is told.
    server.maxHeadersCount = HEADER_FIELDS + 1;
    // Node would answer 417 without a word; a hook refuses it.
    server.on('checkExpectation', handler);
    return server;
  };
