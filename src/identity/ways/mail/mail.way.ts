import { Injectable } from '@nestjs/common';
import { Mailer } from '../../mail/mailer.js';
import { SecretBox } from '../../secrets/secret-box.js';
import type { KnownSite } from '../../../sites/site-settings.js';
import type { WayView } from '../sign-in.schema.js';
import { WayIn } from '../way.js';

/** In by a code and a link that come by mail: on where a site has it on, mail can be sent, and an address can be kept sealed. */
@Injectable()
export class MailWay extends WayIn {
  constructor(
    private readonly mailer: Mailer,
    private readonly box: SecretBox,
  ) {
    super();
  }

  isOn(site: KnownSite): boolean {
    return site.settings.mailSignIn && this.mailer.canSend && this.box.hasKey;
  }

  on(site: KnownSite): WayView | null {
    return this.isOn(site) ? { way: 'mail' } : null;
  }
}
