import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { CONFIG, type Config } from '../config/config.js';
import { isLoopback } from '../config/loopback.js';
import { ForumError } from '../errors/forum-error.js';

/** What a browser says of the page that sends a form: its `Origin`, and how that is to us (`Sec-Fetch-Site`). */
export type FormSource = { readonly origin: string | undefined; readonly site: string | undefined };

/** ms in which an origin is told of once, how many are told of in that time, and how much of one (a request may say whatever it likes). */
const LOGGED_AGAIN = 3_600_000;
const LOGGED_MOST = 20;
const TOLD_LENGTH = 200;

/** Which origins are the forum's own. */
@Injectable()
export class Origins {
  private readonly own: URL;
  private readonly logger = new Logger(Origins.name);
  private readonly logged = new Set<string>();
  private loggedSince = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
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
    if (!isOurs) throw this.foreign('form', origin);
  }

  /** Whoever runs the forum is the only one who can mend what is set wrong: both addresses are named, here and in the log. */
  foreign(what: 'sign-in' | 'form' | 'write' | 'live connection', origin: string | undefined): ForumError {
    const seen = (origin ?? 'null').slice(0, TOLD_LENGTH);
    this.warnOnce(what, seen);
    return new ForumError('origin_not_allowed', { seen, own: this.publicOrigin });
  }

  /** Anybody can be refused as often as they like: the log has few lines of it. */
  private warnOnce(what: string, seen: string): void {
    const now = this.clock.now();
    if (now - this.loggedSince >= LOGGED_AGAIN) {
      this.logged.clear();
      this.loggedSince = now;
    }
    const line = `A ${what} from ${JSON.stringify(seen)} was refused: PUBLIC_URL is ${this.publicOrigin}`;
    if (this.logged.has(line) || this.logged.size >= LOGGED_MOST) return;
    this.logged.add(line);
    this.logger.warn(line);
    if (this.logged.size === LOGGED_MOST) this.logger.warn('More such refusals are not told of for an hour');
  }

  /** True for PUBLIC_URL's origin; on a developer's machine every loopback name of the same port is one. */
  isOwn(origin: string | undefined): boolean {
    if (origin === this.publicOrigin) return true;
    if (!origin || !URL.canParse(origin)) return false;
    const asked = new URL(origin);
    if (asked.origin === 'null' || asked.origin !== origin) return false;
    const alike = asked.protocol === this.own.protocol && asked.port === this.own.port;
    return alike && isLoopback(asked.hostname) && isLoopback(this.own.hostname);
  }
}
