import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { deviceOf } from '../../auth/tokens/device.js';
import { askedLanguage } from '../../i18n/asked-language.js';

/** Who comes, as the request says: the language to write in, and what the browser is. */
export type Browser = { readonly language: string; readonly userAgent: string; readonly device: string | null };

export const CurrentBrowser = createParamDecorator((_: unknown, context: ExecutionContext): Browser => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { 'user-agent': userAgent = '' } = request.headers;
  return { language: askedLanguage(request).code, userAgent, device: deviceOf(userAgent) };
});
