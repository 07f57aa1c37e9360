import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Limits } from '../../src/auth/limits/limits.js';
import type { Config } from '../../src/config/config.js';
import type { Transactions } from '../../src/database/transactions.js';
import { ForumError } from '../../src/errors/forum-error.js';
import { Refusals } from '../../src/errors/refusals.js';
import { LoadShedder } from '../../src/http/load-shedding/load-shedder.js';
import type { ResponseCache } from '../../src/http/response-cache/response-cache.js';

/** What becomes of a request whose cached answer is let go while its limit is asked: how often that is asked, and the refusal. */
async function meet(limit: () => Promise<void>): Promise<{ readonly asked: number; readonly refusal?: unknown }> {
  let asked = 0;
  let isCached = true;
  const limits = { request: () => ((asked += 1), limit()) } as unknown as Limits;
  const cache = { ready: () => (isCached ? {} : undefined) } as unknown as ResponseCache;
  const config = { QUEUE_DELAY: 100, HEADER_FIELDS: 100, REQUESTS_IN_FLIGHT: 100, TRUST_PROXY: false } as Config;
  const transactions = { waiting: 0 } as unknown as Transactions;
  const shedder = new LoadShedder(config, limits, transactions, cache, new Refusals());
  const raw = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/threads/1' });
  raw.rawHeaders = ['Host', 'forum.example'];
  const response = new ServerResponse(raw);
  return new Promise((resolve) => {
    shedder.early(raw, response, () =>
      shedder.onRequest({ raw } as FastifyRequest, { raw: response } as FastifyReply, (refusal) =>
        resolve({ asked, refusal }),
      ),
    );
    isCached = false;
  });
}

describe('a request whose answer is cached, and is not any more once its limit has been asked', () => {
  it('counts once', async () => {
    expect(await meet(() => Promise.resolve())).toEqual({ asked: 1, refusal: undefined });
  });

  it('is refused as it was at first', async () => {
    const refused = new ForumError('too_fast', undefined, undefined, 7);
    expect(await meet(() => Promise.reject(refused))).toEqual({ asked: 1, refusal: refused });
  });
});
