import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, type CryptoKey, type JWK, type LocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Clock } from '../../../../config/clock.js';
import { ForumError } from '../../../../errors/forum-error.js';
import { OutboundClient } from '../../../../outbound/outbound-client.js';
import type { TokenHeader } from '../token-header.js';

/** ms for which keys are used without asking for them again. */
const FRESH = 600_000;
/** ms between two questions for the same keys, whatever tokens name. */
const PAUSE = 30_000;

/** Public keys alone: a shared secret in a list that everybody can read would be none. */
const publicKeys = z.object({
  keys: z
    .array(z.object({ kty: z.string() }).loose())
    .max(100)
    .transform((keys) => keys.filter(({ kty }) => ['RSA', 'EC', 'OKP'].includes(kty)).map(publicPart)),
});

type Entry = { find: LocalJWKSet | null; readAt: number; askedAt: number; asking: Promise<void> | null };

/** Keys of publishers by their address: kept, asked for anew now and then, and where a token names one that is not known. */
@Injectable()
export class JwksService {
  private readonly entries = new LRUCache<string, Entry>({ max: 1_000 });

  constructor(
    private readonly outbound: OutboundClient,
    private readonly clock: Clock,
  ) {}

  /**
   * The key by which a token is signed. While the address does not answer the keys that it had are good.
   * @throws ForumError sso_key_not_found; sso_keys_unavailable where the address has never answered
   */
  async key(address: string, header: TokenHeader): Promise<CryptoKey> {
    const entry = this.entryOf(address);
    if (this.passed(entry.readAt) > FRESH) await this.refresh(address, entry);
    const found = await find(entry, header);
    if (found) return found;
    await this.refresh(address, entry);
    const late = await find(entry, header);
    if (late) return late;
    if (!entry.find) throw new ForumError('sso_keys_unavailable', { address }, undefined, PAUSE / 1_000);
    throw new ForumError('sso_key_not_found', { kid: header.kid ?? null, alg: header.alg });
  }

  /** Asks once for all who wait, and not again within a while, whatever came of it. */
  private async refresh(address: string, entry: Entry): Promise<void> {
    if (!entry.asking) {
      if (this.passed(entry.askedAt) < PAUSE) return;
      entry.askedAt = this.clock.now();
      entry.asking = this.read(address)
        .then((keys) => {
          entry.find = createLocalJWKSet({ keys });
          entry.readAt = this.clock.now();
        })
        // What was read before holds.
        .catch(() => undefined)
        .finally(() => {
          entry.asking = null;
        });
    }
    await entry.asking;
  }

  private async read(address: string): Promise<JWK[]> {
    const accept = 'application/jwk-set+json, application/json';
    const { status, body } = await this.outbound.send(address, { accept });
    if (status !== 200) throw new Error(`${address} answers ${status}`);
    return publicKeys.parse(JSON.parse(body.toString('utf8'))).keys as JWK[];
  }

  private entryOf(address: string): Entry {
    const known = this.entries.get(address);
    if (known) return known;
    const entry: Entry = { find: null, readAt: -Infinity, askedAt: -Infinity, asking: null };
    this.entries.set(address, entry);
    return entry;
  }

  /** Either way: a clock that is put back must not keep what was read before it. */
  private passed(since: number): number {
    return Math.abs(this.clock.now() - since);
  }
}

/** The one key that a token can mean; null where there is none, or it could be several. */
async function find({ find }: Entry, { alg, kid }: TokenHeader): Promise<CryptoKey | null> {
  try {
    return (await find?.(kid === undefined ? { alg } : { alg, kid })) ?? null;
  } catch {
    return null;
  }
}

/** What of a key a list may hold; whoever put a private one there has lost it, but it is not taken up here. */
const publicPart = ({ kty, kid, alg, use, key_ops, n, e, crv, x, y }: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries({ kty, kid, alg, use, key_ops, n, e, crv, x, y }).filter(([, value]) => value !== undefined),
  );
