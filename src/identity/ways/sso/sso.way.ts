import { Injectable } from '@nestjs/common';
import type { KnownSite } from '../../../sites/site-settings.js';
import { SecretBox } from '../../secrets/secret-box.js';
import type { WayView } from '../sign-in.schema.js';
import { WayIn } from '../way.js';

/** In by the publisher's own accounts: its page hands over a token that it signed. */
@Injectable()
export class SsoWay extends WayIn {
  constructor(private readonly box: SecretBox) {
    super();
  }

  isOn(site: KnownSite): boolean {
    return site.settings.ssoSignIn && this.box.hasKey;
  }

  on(site: KnownSite): WayView | null {
    return this.isOn(site) ? { way: 'sso' } : null;
  }
}
