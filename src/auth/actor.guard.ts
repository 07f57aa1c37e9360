import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { ActorsService } from './actors.service.js';
import type { ActorRequest } from './current-actor.js';
import { addressFrom, limitKey, type AddressOf } from './address.js';
import { Limits } from './limits/limits.js';
import { authorize, isForStaff, OPEN, type Requirement } from './policy/may.js';
import { REQUIRED } from './policy/requires.js';

/** Stands before every route: finds the actor, and refuses whoever the route is not for. Addresses are limited before it, by the load shedder. */
@Injectable()
export class ActorGuard implements CanActivate {
  private readonly addressOf: AddressOf;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly reflector: Reflector,
    private readonly actors: ActorsService,
    private readonly limits: Limits,
  ) {
    this.addressOf = addressFrom(config.TRUST_PROXY);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<ActorRequest>();
    const required = this.reflector.getAllAndOverride<Requirement | undefined>(REQUIRED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!required) throw new ForumError('not_allowed');
    const address = this.addressOf(request.raw);
    request.clientAddress = limitKey(address);
    if (required === OPEN) return true;
    const { authorization, cookie, origin } = request.headers;
    const actor = await this.actors.authenticate({
      method: request.method,
      address,
      authorization,
      cookie,
      origin,
    });
    request.actor = actor;
    authorize(actor, required);
    if (actor.member && !['GET', 'HEAD'].includes(request.method)) {
      // A moderator decides faster than anybody writes.
      await this.limits.take(isForStaff(required) ? 'DECISIONS_PER_MINUTE' : 'WRITES_PER_MINUTE', actor.member.id);
    }
    return true;
  }
}
