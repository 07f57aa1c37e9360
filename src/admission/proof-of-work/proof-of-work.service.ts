import { Inject, Injectable } from '@nestjs/common';
import type { Actor, MemberActor } from '../../auth/actor.js';
import { Limits } from '../../auth/limits/limits.js';
import { iso, Clock } from '../../config/clock.js';
import { CONFIG, type Config } from '../../config/config.js';
import { newId, newSecret, sha256 } from '../../database/ids.js';
import type { Tx } from '../../database/transactions.js';
import { ForumError } from '../../errors/forum-error.js';
import { say } from '../../i18n/text.js';
import type { KnownSite } from '../../sites/site-settings.js';
import { SitesService } from '../../sites/sites.service.js';
import { Bursts } from './bursts.js';
import type { ChallengeAnswer, NewChallenge } from './challenge.schema.js';
import type { Proof } from './proof-header.js';
import { areSolved, BITS, ITERATIONS, PUZZLES } from './puzzles.js';
import { fieldsOf, signed } from './signed.js';
import { SpentProofsRepository } from './spent-proofs.repository.js';

/** ms for which a challenge, or a place in the line whose turn has come, is good. */
const LIFE = 300_000;
/** Posts of guests a minute from where on there is a burst: in a thread, and from one address. */
const BURST = { thread: 20, address: 4 } as const;
/** ms that whoever cannot calculate waits at least, and for each who waits before them on the site. */
const LINE = { least: 15_000, each: 2_000 } as const;

/** What a post is worth its proof by. */
export type Spending = { readonly id: string; readonly use: string; readonly expiresAt: number };
export type Post = { readonly actor: MemberActor; readonly key: string; readonly proof: Proof | null };

/**
 * What a guest does for a message where the setting `guestProof` asks for it: a fixed amount of work, harder while a thread or an
 * address bursts. Challenges are signed and not stored; what was solved is, until it has expired, because it is good once.
 */
@Injectable()
export class ProofOfWork {
  private readonly bursts = new Bursts();
  /** Of this process alone where no SECRET_KEY is set: then a challenge of before a restart is asked for anew. */
  private readonly key: string;

  constructor(
    @Inject(CONFIG) { SECRET_KEY }: Pick<Config, 'SECRET_KEY'>,
    private readonly clock: Clock,
    private readonly limits: Limits,
    private readonly sites: SitesService,
    private readonly spent: SpentProofsRepository,
  ) {
    this.key = sha256(`proof of work ${SECRET_KEY ?? newSecret()}`);
  }

  /** A challenge for a post in a thread. @throws ForumError site_not_found, too_fast */
  async challenge(actor: Actor, { site: siteId, thread: threadId }: NewChallenge): Promise<ChallengeAnswer> {
    const site = await this.sites.site(siteId);
    await this.limits.take('CHALLENGES_PER_HOUR', actor.address);
    const now = this.clock.now();
    const expires = now + LIFE;
    const bits = this.bitsFor(threadId, actor.address, now);
    const challenge = signed(this.key, ['work', newId(now), expires, bits, sha256(site.id).slice(0, 16)]);
    const work = { algorithm: 'PBKDF2-SHA-256', iterations: ITERATIONS, puzzles: PUZZLES, bits } as const;
    return { challenge, ...work, expiresAt: iso(expires) };
  }

  /**
   * A place in the line of a site, for whoever cannot calculate; it is good when its turn has come.
   * @returns with the seconds until then
   */
  ticket(site: KnownSite): { readonly ticket: string; readonly seconds: number } {
    const now = this.clock.now();
    const line = `line:${site.id}`;
    const wait = LINE.least + Math.round(this.bursts.rate(line, now)) * LINE.each;
    this.bursts.note(line, now);
    const word = ['line', newId(now), now + wait, now + wait + LIFE, sha256(site.id).slice(0, 16)];
    return { ticket: signed(this.key, word), seconds: Math.ceil(wait / 1_000) };
  }

  /**
   * What this post spends; null where nothing is asked of it.
   * @throws ForumError proof_required where there is no proof, or it is too late or too early for it; proof_not_valid
   */
  async check({ actor, key, proof }: Post, site: KnownSite, threadId: string): Promise<Spending | null> {
    if (actor.member.kind !== 'guest' || !this.isAsked(site, threadId, actor.address)) return null;
    if (proof === null) throw new ForumError('proof_required');
    const fields = fieldsOf(this.key, proof.word);
    if (fields?.at(-1) !== sha256(site.id).slice(0, 16)) throw new ForumError('proof_required');
    const [kind, id = ''] = fields;
    const use = sha256(`${actor.member.id} ${key}`);
    if (kind === 'line') return { id, use, expiresAt: this.waited(fields) };
    const [, , expires, bits] = fields.map(Number);
    if (this.clock.now() > expires!) throw new ForumError('proof_required');
    if (!(await areSolved(proof.word, bits!, proof.answers))) throw new ForumError('proof_not_valid');
    return { id, use, expiresAt: expires! };
  }

  /** Uses up what these posts come with; answers those of which another post had used theirs up before. */
  async spend(tx: Tx, ofPosts: readonly (Spending | null)[]): Promise<ReadonlySet<Spending | null>> {
    const spendings = ofPosts.filter((one) => one !== null);
    const uses = await this.spent.spend(tx, spendings);
    return new Set(spendings.filter(({ id, use }) => uses.get(id) !== use));
  }

  private waited([, , from, until]: readonly string[]): number {
    const now = this.clock.now();
    const seconds = Math.ceil((Number(from) - now) / 1_000);
    if (seconds > 0)
      throw new ForumError('proof_required', undefined, say('refused.notYourTurn', { seconds }), seconds);
    if (now > Number(until)) throw new ForumError('proof_required');
    return Number(until);
  }

  private isAsked({ settings }: KnownSite, threadId: string, address: string): boolean {
    if (settings.guestProof === 'off') return false;
    const now = this.clock.now();
    for (const key of keysOf(threadId, address)) this.bursts.note(key, now);
    return settings.guestProof === 'always' || this.burst(threadId, address, now) >= 1;
  }

  private bitsFor(threadId: string, address: string, now: number): number {
    const harder = Math.floor(Math.log2(Math.max(1, this.burst(threadId, address, now))));
    return Math.min(BITS.most, BITS.least + harder);
  }

  /** 1 where a burst begins, 2 where there is twice as much. */
  private burst(threadId: string, address: string, now: number): number {
    const [thread, from] = keysOf(threadId, address).map((key) => this.bursts.rate(key, now));
    return Math.max(thread! / BURST.thread, from! / BURST.address);
  }
}

const keysOf = (threadId: string, address: string) => [`thread:${threadId}`, `address:${address}`] as const;
