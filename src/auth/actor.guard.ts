import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CONFIG, type Config } from '../config/config.js';
import { ForumError } from '../errors/forum-error.js';
import { isStaff } from './actor.js';
import { ActorsService } from './actors.service.js';
import { ALLOWED, type ActorRequest, type Allowed } from './allow.js';
import { addressFrom, limitKey, type AddressOf } from './address.js';
import { Limits } from './limits.js';

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
    const allowed = this.reflector.getAllAndOverride<Allowed | undefined>(ALLOWED, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!allowed) throw new ForumError('not_allowed');
    const address = this.addressOf(request.raw);
    request.clientAddress = limitKey(address);
    if (allowed === 'public') return true;
    const { authorization, cookie, origin } = request.headers;
    const actor = await this.actors.authenticate({
      method: request.method,
      address,
      authorization,
      cookie,
      origin,
    });
    request.actor = actor;
    if (allowed !== 'anyone' && !actor.member) throw new ForumError('sign_in_required');
    if (allowed === 'staff' && !isStaff(actor)) throw new ForumError('not_allowed');
    if (actor.member && !['GET', 'HEAD'].includes(request.method)) {
      // A moderator decides faster than anybody writes.
      await this.limits.take(allowed === 'staff' ? 'DECISIONS_PER_MINUTE' : 'WRITES_PER_MINUTE', actor.member.id);
    }
    return true;
  }
}
