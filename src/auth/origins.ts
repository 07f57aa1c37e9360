import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, isLoopback, type Config } from '../config/config.js';

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
