import { applyDecorators, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyRequest } from 'fastify';
import { OPEN } from '../../auth/policy/may.js';
import { REQUIRED } from '../../auth/policy/requires.js';

type Config = { readonly shared?: boolean };

/**
 * What the route sends with `sendCached` is the same bytes for everyone who asks at its address: the response cache may send
 * them again while they are fresh. Only for routes with `@Open()`; others stop the start.
 */
export const SharedResponse = () => applyDecorators(RouteConfig({ shared: true } satisfies Config));

/** Whether the request's route has declared that its response is everyone's. */
export const isShared = ({ routeOptions }: FastifyRequest): boolean => (routeOptions.config as Config).shared === true;

/** What is somebody's own must never be sent to others: a route that shares it stops the start. */
@Injectable()
export class SharedResponses implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const personal = this.discovery.getControllers().flatMap(({ metatype, name }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as object;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => [method, Reflect.get(prototype, method) as () => unknown] as const)
        .filter(([, handler]) => this.reflector.get<Config | undefined>(FASTIFY_ROUTE_CONFIG_METADATA, handler)?.shared)
        .filter(
          ([, handler]) => this.reflector.getAllAndOverride(REQUIRED, [handler, metatype as () => unknown]) !== OPEN,
        )
        .map(([method]) => `${name}.${method}`);
    });
    if (personal.length > 0) throw new Error(`Routes with @SharedResponse that are not @Open: ${personal.join(', ')}`);
  }
}
