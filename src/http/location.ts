import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

export type LocationPath<T> = (answer: T) => string;
type Config = { readonly location?: LocationPath<unknown> };

/** Where what a route has made can be read: the `Location` of its 201, a path of ours (RFC 9110, 10.2.2). */
export const LocationHeader = <T>(path: LocationPath<T>) => RouteConfig({ location: path });

/** What the request's route says of that. */
export const locationOf = ({ routeOptions }: FastifyRequest): Config['location'] =>
  (routeOptions.config as Config).location;
