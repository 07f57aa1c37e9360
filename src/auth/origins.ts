import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { isLoopback } from '../config/loopback.js';
import { ForumError } from '../errors/forum-error.js';

/** What a browser says of the page that sends a form: its `Origin`, and how that is to us (`Sec-Fetch-Site`). */
export type FormSource = { readonly origin: string | undefined; readonly site: string | undefined };

/** Which origins are the forum's own. */
@Injectable()
export class Origins {
  private readonly own: URL;

  constructor(@Inject(CONFIG) config: Config) {
    this.own = config.PUBLIC_URL;
  }

  /** Where browsers are told to find the forum. */
  get publicOrigin(): string {
    return this.own.origin;
  }

  /**
   * Refuses a plain form that another site's page sends: no preflight would stop it. `Sec-Fetch-Site` is the browser's own word,
   * also where it keeps the origin to itself (`null`); older browsers, and those of a forum without TLS, say the origin alone. What
   * says neither is no browser of today, and no other page's doing.
   * @throws ForumError origin_not_allowed with both addresses
   */
  refuseForeign({ origin, site }: FormSource): void {
    const isOurs = site === undefined ? origin === undefined || this.isOwn(origin) : /^(same-origin|none)$/.test(site);
    if (!isOurs) throw this.foreign(origin);
  }

  /** Whoever runs the forum is the only one who can mend what is set wrong: both addresses are named. */
  foreign(origin: string | undefined): ForumError {
    return new ForumError('origin_not_allowed', { seen: origin ?? 'null', own: this.publicOrigin });
  }

  /** True for PUBLIC_URL's origin; on a developer's machine every loopback name of the same port is one. */
  isOwn(origin: string | undefined): boolean {
    if (!origin || !URL.canParse(origin)) return false;
    const asked = new URL(origin);
    if (asked.origin === 'null' || asked.origin !== origin) return false;
    if (asked.origin === this.own.origin) return true;
    const alike = asked.protocol === this.own.protocol && asked.port === this.own.port;
    return alike && isLoopback(asked.hostname) && isLoopback(this.own.hostname);
  }
}
