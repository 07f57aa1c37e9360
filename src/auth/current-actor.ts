import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.js';
import { bearerOf } from './actors.service.js';

export type ActorRequest = FastifyRequest & { actor?: Actor; clientAddress?: string };

/** The actor that the guard found. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (!actor) throw new Error('A route with @CurrentActor must state @Requires');
  return actor;
});

/** The token by which the request says who asks, in clear; null where it says so by a cookie, or not at all. */
export const CurrentBearer = createParamDecorator((_: unknown, context: ExecutionContext): string | null =>
  bearerOf(context.switchToHttp().getRequest<ActorRequest>().headers.authorization),
);

/** The address that the request came from, as limits count it: IPv6 by its /64. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { clientAddress } = context.switchToHttp().getRequest<ActorRequest>();
  if (clientAddress === undefined) throw new Error('The guard has not seen this request');
  return clientAddress;
});
