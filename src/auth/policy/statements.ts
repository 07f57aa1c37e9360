import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { MESSAGE_MAPPING_METADATA } from '@nestjs/websockets/constants.js';
import type { Requirement } from './may.js';
import { REQUIRED, REQUIRED_BY_FRAME } from './requires.js';

type Handler = () => unknown;
/** A route (`GET /api/v1/me`) or a frame (`FRAME typing`), and what it takes; null where it does not say. */
export type Statement = { readonly way: string; readonly required: Requirement | null };

/** Default deny: a route or a frame that does not state which permission it takes stops the start. */
@Injectable()
export class Statements implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const silent = this.all().filter(({ required }) => required === null);
    if (silent.length > 0) throw new Error(`Without @Requires or @Open: ${silent.map(({ way }) => way).join(', ')}`);
  }

  /** Every way into the forum. */
  all(): Statement[] {
    return [...this.routes(), ...this.frames()];
  }

  private routes(): Statement[] {
    return this.discovery.getControllers().flatMap(({ metatype }) =>
      this.handlersOf(metatype, METHOD_METADATA).flatMap((handler) => {
        const required = this.reflector.getAllAndOverride<Requirement | undefined>(REQUIRED, [
          handler,
          metatype as Handler,
        ]);
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
        return pathsOf(metatype as Handler, handler).map((path) => ({
          way: `${method} ${path}`,
          required: required ?? null,
        }));
      }),
    );
  }

  private frames(): Statement[] {
    return this.discovery.getProviders().flatMap(({ metatype }) =>
      this.handlersOf(metatype, MESSAGE_MAPPING_METADATA).flatMap((handler) => {
        const table = this.reflector.get<Readonly<Record<string, Requirement | null>> | undefined>(
          REQUIRED_BY_FRAME,
          handler,
        );
        if (!table) return [{ way: `FRAME ${metatype?.name}.${handler.name}`, required: null }];
        return Object.entries(table).map(([frame, required]) => ({ way: `FRAME ${frame}`, required }));
      }),
    );
  }

  private handlersOf(type: unknown, kind: string): Handler[] {
    const prototype: unknown = typeof type === 'function' ? type.prototype : null;
    if (typeof prototype !== 'object' || prototype === null) return [];
    return this.scanner
      .getAllMethodNames(prototype)
      .map((method) => Reflect.get(prototype, method) as Handler)
      .filter((handler) => Reflect.hasMetadata(kind, handler));
  }
}

/** Addresses of a route, from `/` on: both halves may be several. */
function pathsOf(controller: Handler, handler: Handler): string[] {
  const parts = [controller, handler].map((one) =>
    [Reflect.getMetadata(PATH_METADATA, one) as string | string[]].flat(),
  );
  const [bases = [], ends = []] = parts;
  return bases.flatMap((base) => ends.map((end) => `/${base}/${end}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '')));
}
