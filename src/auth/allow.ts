import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.js';

/**
 * Who may call a route:
 * `public`: the same answer for everyone, nobody is looked up · `anyone`: with or without a token ·
 * `member`: whoever has a token, guests included · `staff`: whoever moderates some site (which one, the service asks).
 */
export type Allowed = 'public' | 'anyone' | 'member' | 'staff';

export const ALLOWED = 'allowed';
/** Every route states it; a route that does not stops the start (see stated-permissions.ts). */
export const Allow = (allowed: Allowed) => SetMetadata(ALLOWED, allowed);

export type ActorRequest = FastifyRequest & { actor?: Actor; clientAddress?: string };

/** The actor that the guard found. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (!actor) throw new Error('A route with @CurrentActor must be allowed to anyone, member or staff');
  return actor;
});

/** The address that the request came from, as limits count it: IPv6 by its /64. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { clientAddress } = context.switchToHttp().getRequest<ActorRequest>();
  if (clientAddress === undefined) throw new Error('The guard has not seen this request');
  return clientAddress;
});
