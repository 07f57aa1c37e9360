import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../config/clock.js';
import { ENTRY, MEMORY } from '../../config/memory.js';
import { GatheredReads } from '../../database/gathered-reads.js';
import { newSecret, sha256 } from '../../database/ids.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import { EventBus } from '../../events/event-bus.js';
import type { Identity } from '../actor.js';
import { TokenUses } from './token-uses.service.js';
import { TokensRepository, type SessionRow } from './tokens.repository.js';

const HOUR = 3_600_000;
/** How long each kind is good for, in ms; null: until it is revoked. */
const LIFE = { guest: null, member: 90 * 24 * HOUR, api: null, session: 14 * 24 * HOUR, link: 24 * HOUR } as const;
/** The kinds of token that speak for somebody on the API and on sockets. */
const SPEAKING = ['guest', 'member', 'api', 'session'] as const;

/** How a token came to be: by which way in, and where (`Firefox · Linux`; null where nobody can say). */
export type Opening = { readonly way: string; readonly device: string | null };
/** Seconds for which a session of the console is good. */
export const SESSION_SECONDS = LIFE.session / 1000;
/** How long this process may go on believing in a token that another one revoked, in ms. */
const BELIEF = 3_000;

/** Who a token is; and the making, using up and revoking of tokens. */
@Injectable()
export class TokensService {
  private readonly known = new LRUCache<string, Identity>({
    maxSize: MEMORY.identities,
    sizeCalculation: ({ name, roles, entitlements }) =>
      2 * ENTRY + 2 * (name.length + (entitlements?.length ?? 0)) + ENTRY * Object.keys(roles).length,
    ttl: BELIEF,
  });

  private readonly lookedUp = new GatheredReads((hashes) =>
    this.tokens.identifyAll(hashes, SPEAKING, this.clock.now()),
  );

  /** What was read before one of them must not be believed after it. */
  private changes = 0;

  constructor(
    private readonly tokens: TokensRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly uses: TokenUses,
    bus: EventBus,
  ) {
    bus.on('tokens.revoked', ({ hashes }) => {
      this.changes += 1;
      hashes.forEach((hash) => this.known.delete(hash));
    });
    bus.on('member.changed', ({ memberId }) => {
      this.changes += 1;
      for (const [hash, { id }] of this.known.entries()) if (id === memberId) this.known.delete(hash);
    });
  }

  /** The member that a token of the API or the console speaks for; null when it is not good (any more). */
  async identify(hash: string): Promise<Identity | null> {
    const known = this.known.get(hash);
    if (known) return known;
    const { changes } = this;
    const found = await this.lookedUp.of(hash);
    if (!found) return null;
    this.uses.note(hash);
    if (changes === this.changes) this.known.set(hash, found);
    return found;
  }

  /** Asks once for all of these, whatever is believed of them; answers those that are good, with whom they speak for. */
  async review(hashes: readonly string[]): Promise<ReadonlyMap<string, Identity>> {
    const { changes } = this;
    const found = await this.tokens.identifyAll(hashes, SPEAKING, this.clock.now());
    if (changes !== this.changes) return found;
    for (const hash of hashes) {
      const identity = found.get(hash);
      if (identity) this.known.set(hash, identity);
      else this.known.delete(hash);
    }
    return found;
  }

  /** A new token for a member, in clear; only its hash is kept. */
  async issue(tx: Tx, memberId: string, kind: keyof typeof LIFE, { way, device }: Opening): Promise<string> {
    const secret = newSecret();
    const life = LIFE[kind];
    const expiresAt = life === null ? null : tx.now + life;
    await this.tokens.insert(tx, { hash: sha256(secret), memberId, kind, createdAt: tx.now, expiresAt, way, device });
    return secret;
  }

  /** What speaks for a member now. */
  sessionsOf(memberId: string, on?: Tx): Promise<SessionRow[]> {
    return this.tokens.sessionsOf(memberId, SPEAKING, this.clock.now(), on);
  }

  /** Whom a one-time link would sign in, without using it up; null when it is used, expired or unknown. */
  async peek(link: string): Promise<Identity | null> {
    return this.tokens.identify(sha256(link), ['link'], this.clock.now());
  }

  /**
   * Uses a one-time link up and opens a session. The one that this browser had ends: nobody could sign it out any more, and a
   * console that is open by it would go on hearing as one person and deciding as another.
   * @throws ForumError sign_in_required when the link is not good (any more)
   */
  signIn(
    link: string,
    former: string | null = null,
    device: string | null = null,
  ): Promise<{ readonly session: string; readonly maxAge: number }> {
    return this.transactions.run(async (tx) => {
      const memberId = await this.tokens.consume(tx, sha256(link));
      if (!memberId) throw new ForumError('sign_in_required', undefined, say('refused.linkUsed'));
      const session = await this.openSession(tx, memberId, { way: 'link', device }, former);
      return { session, maxAge: SESSION_SECONDS };
    });
  }

  /** A session of the console, in clear, in the place of the one that this browser had. */
  async openSession(tx: Tx, memberId: string, opening: Opening, former: string | null): Promise<string> {
    if (former !== null) await this.end(tx, [sha256(former)]);
    return this.issue(tx, memberId, 'session', opening);
  }

  async signOut(hash: string): Promise<void> {
    await this.transactions.run((tx) => this.end(tx, [hash]));
  }

  /** From now on these speak for nobody. */
  async end(tx: Tx, hashes: readonly string[]): Promise<void> {
    await this.tokens.revoke(tx, hashes);
    tx.emit({ name: 'tokens.revoked', hashes: [...hashes] });
  }

  async revokeAll(tx: Tx, memberId: string): Promise<void> {
    tx.emit({ name: 'tokens.revoked', hashes: await this.tokens.revokeAll(tx, memberId) });
  }
}
