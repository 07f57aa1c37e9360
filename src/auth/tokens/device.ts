import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import Bowser from 'bowser';
import type { FastifyRequest } from 'fastify';

/** Characters of a `User-Agent` that are looked at, and of what is kept of it. */
const READ = 400;
const KEPT = 80;

/** What somebody uses, as they know it themselves: `Firefox · Linux`. Null where the header says neither. */
export function deviceOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, READ));
  return [browser.name, os.name].filter(Boolean).join(' · ').slice(0, KEPT) || null;
}

/** The device that a request says it comes from. */
export const ClientDevice = createParamDecorator((_: unknown, context: ExecutionContext): string | null =>
  deviceOf(context.switchToHttp().getRequest<FastifyRequest>().headers['user-agent']),
);
