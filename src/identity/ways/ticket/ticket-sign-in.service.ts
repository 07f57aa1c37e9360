import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../../auth/actor.js';
import { Transactions } from '../../../database/transactions.js';
import { ForumError } from '../../../errors/forum-error.js';
import { cleanName } from '../../../members/names/names.js';
import { SiteSecretsService } from '../../../sites/secrets/site-secrets.service.js';
import { SitesService } from '../../../sites/sites.service.js';
import type { Browser } from '../browser.js';
import type { SignedIn } from '../sign-in.schema.js';
import { SignInService } from '../sign-in.service.js';
import type { TicketProof } from './ticket.schema.js';

/** In by a ticket: the HMAC-SHA-256 of a name, by the site's secret. */
@Injectable()
export class TicketSignInService {
  constructor(
    private readonly secrets: SiteSecretsService,
    private readonly sites: SitesService,
    private readonly signIns: SignInService,
    private readonly transactions: Transactions,
  ) {}

  /** @throws ForumError site_not_found, invalid_request, name_taken; code_not_valid for a ticket that is none */
  async signIn(actor: Actor, { device }: Browser, { site, name: raw, ticket }: TicketProof): Promise<SignedIn> {
    const { id } = await this.sites.site(site);
    const name = cleanName(raw);
    const secrets = await this.secrets.good(id);
    if (!secrets.some((secret) => isTicket(secret, name, ticket))) throw new ForumError('code_not_valid');
    const guest = actor.member?.kind === 'guest' ? actor.member : null;
    const proof = {
      way: 'ticket',
      scope: id,
      subjects: [name],
      sealed: null,
      staffId: null,
      name,
      guest,
      device,
    } as const;
    return this.transactions.run((tx) => this.signIns.signIn(tx, proof));
  }
}

function isTicket(secret: string, name: string, ticket: string): boolean {
  const made = createHmac('sha256', secret).update(`ticket ${name}`).digest('hex').slice(0, 32);
  return ticket.length === made.length && timingSafeEqual(Buffer.from(ticket), Buffer.from(made));
}
