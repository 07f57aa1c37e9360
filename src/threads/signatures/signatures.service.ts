import { Injectable } from '@nestjs/common';
import type { AuditActor } from '../../audit/audit-log.js';
import { Clock } from '../../config/clock.js';
import { SiteSecretsService } from '../../sites/secrets/site-secrets.service.js';
import { sign, verify, type SignedWords, type Verified } from './signature.js';

/** By what a publisher proves that its tag is its own. */
@Injectable()
export class SignaturesService {
  constructor(
    private readonly secrets: SiteSecretsService,
    private readonly clock: Clock,
  ) {}

  /** Whether the site's publisher signed these words, and when; null where it did not. */
  async verify(signature: string, words: SignedWords): Promise<Verified | null> {
    return verify(await this.secrets.good(words.site), signature, words, this.clock.now());
  }

  /** Signs as the publisher would: with the secret in use, now. @throws ForumError site_not_found */
  async sign(actor: AuditActor, words: SignedWords): Promise<string> {
    return sign(await this.secrets.secret(actor, words.site), words, Math.floor(this.clock.now() / 1000));
  }
}
