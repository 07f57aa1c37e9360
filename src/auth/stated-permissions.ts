import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ALLOWED } from './allow.js';

/** Default deny: a route that does not state who may call it stops the start. */
@Injectable()
export class StatedPermissions implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const silent = this.discovery.getControllers().flatMap(({ metatype, name }) => {
      const prototype: unknown = metatype?.prototype;
      if (!metatype || typeof prototype !== 'object' || prototype === null) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => [method, Reflect.get(prototype, method) as () => unknown] as const)
        .filter(([, handler]) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .filter(([, handler]) => !this.reflector.getAllAndOverride(ALLOWED, [handler, metatype as () => unknown]))
        .map(([method]) => `${name}.${method}`);
    });
    if (silent.length > 0) throw new Error(`Routes without @Allow: ${silent.join(', ')}`);
  }
}
