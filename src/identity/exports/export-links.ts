import { Inject, Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { CONFIG, type Config } from '../../config/config.js';
import { SecretBox } from '../secrets/secret-box.js';

/**
 * Addresses of archives. A link that a browser follows carries no token of the member's, so its address has a key, which nobody can
 * guess; it is made of the archive's id by the forum's own key, and stored nowhere.
 */
@Injectable()
export class ExportLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
    private readonly box: SecretBox,
  ) {}

  to(id: string): string {
    const link = new URL(`/exports/${id}`, this.config.PUBLIC_URL.origin);
    link.search = new URLSearchParams({ key: this.box.fingerprint('export link', id) }).toString();
    return link.href;
  }

  /** Also where the forum's key was changed since. */
  isKey(id: string, key: string): boolean {
    const given = Buffer.from(key);
    return this.box
      .fingerprints('export link', id)
      .map((known) => Buffer.from(known))
      .some((known) => known.length === given.length && timingSafeEqual(known, given));
  }
}
