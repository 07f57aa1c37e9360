import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ActorsService } from '../../auth/actors.service.js';
import type { Actor } from '../../auth/actor.js';
import { addressFrom, limitKey, type AddressOf } from '../../auth/address.js';
import { Limits } from '../../auth/limits/limits.js';
import { Origins } from '../../auth/origins.js';
import { CONFIG, type Config } from '../../config/config.js';
import { ForumError } from '../../errors/forum-error.js';
import { refuseConnection } from '../../http/connections/refuse-connection.js';
import { SitesService } from '../../sites/sites.service.js';
import { ConnectionQuota } from './connection-quota.js';

/** Decides, before a connection becomes a socket, whether it may, and whom it speaks for. */
@Injectable()
export class Handshake {
  private readonly places: ConnectionQuota;
  private readonly addressOf: AddressOf;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly origins: Origins,
    private readonly sites: SitesService,
    private readonly actors: ActorsService,
    private readonly limits: Limits,
  ) {
    this.addressOf = addressFrom(config.TRUST_PROXY);
    this.places = new ConnectionQuota(config.SOCKETS, config.RATE_LIMITS ? config.SOCKETS_PER_ADDRESS : Infinity);
  }

  /**
   * The cookie counts only from a page of our own: every other page on the same registrable domain would send it too.
   * @throws ForumError too_large, overloaded, too_fast, origin_not_allowed, sign_in_required
   */
  async admit(request: IncomingMessage, connection: Duplex): Promise<Actor> {
    const { authorization, cookie, origin } = request.headers;
    const address = this.addressOf(request);
    if (request.rawHeaders.length > this.config.HEADER_FIELDS * 2)
      throw new ForumError('too_large', { limit: 'HEADER_FIELDS' });
    const key = limitKey(address);
    this.places.take(connection, key);
    await this.limits.request(key);
    const own = this.origins.isOwn(origin);
    if (!own && !(origin !== undefined && (await this.sites.allowsOrigin(origin))))
      throw this.origins.foreign('live connection', origin);
    return this.actors.authenticate({
      method: 'GET',
      address,
      authorization,
      cookie: own ? cookie : undefined,
      origin,
    });
  }
}

/** Answers a handshake that leads nowhere as any other request is answered. */
export function refuseHandshake(connection: Duplex, error: ForumError): void {
  // Which version to come back with, where that was it (RFC 6455, 4.4).
  const headers = error.code === 'invalid_request' ? ['Sec-WebSocket-Version: 13'] : [];
  refuseConnection(connection, error, headers);
}
