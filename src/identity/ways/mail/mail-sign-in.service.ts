import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import type { Actor } from '../../../auth/actor.js';
import { Limits } from '../../../auth/limits/limits.js';
import { TokensRepository } from '../../../auth/tokens/tokens.repository.js';
import { newId, newSecret, sha256 } from '../../../database/ids.js';
import { Transactions, type Tx } from '../../../database/transactions.js';
import { ForumError } from '../../../errors/forum-error.js';
import { cleanName } from '../../../members/names/names.js';
import { cleanEmail } from '../../../members/mail-address.js';
import { MembersRepository } from '../../../members/members.repository.js';
import { SitesService } from '../../../sites/sites.service.js';
import { SecretBox } from '../../secrets/secret-box.js';
import type { SignedIn } from '../sign-in.schema.js';
import { SignInService } from '../sign-in.service.js';
import type { Browser } from '../browser.js';
import { MailCodesRepository } from './mail-codes.repository.js';
import { SEND_CODE } from './send-code.job.js';
import type { MailAnswer, MailProof, MailQuestion } from './mail.schema.js';
import { MailWay } from './mail.way.js';

/** ms for which a code is good. */
const LIFE = 600_000;

/**
 * In by a code that is sent to a mail address. What is answered, and how long it takes, is the same whether somebody has the address
 * or not: nobody is looked up before the code has come back.
 */
@Injectable()
export class MailSignInService {
  constructor(
    private readonly way: MailWay,
    private readonly codes: MailCodesRepository,
    private readonly box: SecretBox,
    private readonly signIns: SignInService,
    private readonly identities: TokensRepository,
    private readonly members: MembersRepository,
    private readonly sites: SitesService,
    private readonly limits: Limits,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Sends a code. An address that has had as many as it may an hour gets none, and the answer is the same.
   * @throws ForumError site_not_found, not_allowed where the way is switched off, invalid_request, too_fast
   */
  async ask(actor: Actor, browser: Browser, { site, email, name }: MailQuestion): Promise<MailAnswer> {
    const known = await this.sites.site(site);
    if (!this.way.isOn(known)) throw new ForumError('not_allowed');
    const address = cleanEmail(email);
    const wanted = name === undefined ? null : cleanName(name);
    await this.limits.take('MAIL_CODES_PER_HOUR', actor.address);
    const request = newSecret();
    const mayHave = await this.limits.takeMany('MAILS_PER_MAILBOX_PER_HOUR', this.box.fingerprint('mail', address), 1);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await this.transactions.run(async (tx) => {
      const id = newId(tx.now);
      await this.codes.insert(tx, {
        id,
        subject: this.box.fingerprint('mail address', address),
        name: wanted,
        memberId: actor.member?.kind === 'guest' ? actor.member.id : null,
        // One that nobody is sent, nobody can guess either.
        codeHash: this.hashOf(id, mayHave ? code : newSecret()),
        browserHash: sha256(request),
        asker: this.asker(actor, browser),
        createdAt: tx.now,
        expiresAt: tx.now + LIFE,
      });
      if (!mayHave) return;
      const mail = this.box.seal(
        'mail',
        JSON.stringify({ to: address, code, siteId: known.id, language: browser.language }),
      );
      await tx.enqueue(SEND_CODE, { id, mail });
    });
    return { request, expiresIn: LIFE / 1_000 };
  }

  /**
   * @throws ForumError code_not_valid for a code that is wrong, old, used, another browser's, or tried too often; invalid_request,
   * name_taken: the code stays good
   */
  async verify(actor: Actor, browser: Browser, { email, code, request, name }: MailProof): Promise<SignedIn> {
    const address = cleanEmail(email);
    const digits = code.replace(/[\s-]/g, '');
    await this.limits.take('MAIL_CODES_TRIED_PER_HOUR', actor.address);
    const from = { hash: request === undefined ? null : sha256(request), asker: this.asker(actor, browser) };
    // A unit of its own: a wrong try counts, whatever becomes of the rest.
    const subjects = this.box.fingerprints('mail address', address);
    const tried = await this.transactions.run((tx) => this.codes.tried(tx, subjects, from));
    const found = tried.find(({ id, codeHash }) => codeHash === this.hashOf(id, digits));
    if (!found) throw new ForumError('code_not_valid');
    return this.transactions.run(async (tx) => {
      if (!(await this.codes.use(tx, found.id))) throw new ForumError('code_not_valid');
      return this.signIns.signIn(tx, {
        way: 'mail',
        scope: '*',
        subjects: [this.box.fingerprint('mail address', address), ...subjects],
        sealed: this.box.seal('mail address', address),
        staffId: (await this.members.byEmail(tx, address))?.id ?? null,
        name: name === undefined ? found.name : cleanName(name),
        guest: await this.guest(tx, found.memberId),
        device: browser.device,
      });
    });
  }

  private async guest(tx: Tx, memberId: string | null) {
    const member = memberId === null ? null : await this.identities.identity(tx, memberId);
    return member?.kind === 'guest' ? member : null;
  }

  /** Six digits alone are guessed from their hash at once. */
  private hashOf(id: string, code: string): string {
    return this.box.fingerprint('sign-in code', `${id} ${code}`);
  }

  private asker({ address }: Actor, { userAgent }: Browser): string {
    return this.box.fingerprint('sign-in code', `${address} ${userAgent}`);
  }
}
