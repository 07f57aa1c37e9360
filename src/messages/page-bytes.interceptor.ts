import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { PageBytes } from './page-cache.js';

/** Sends a kept page as it is, or 304 to whoever has it already. */
@Injectable()
export class PageBytesInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof PageBytes)) return answer;
        const http = context.switchToHttp();
        const reply = http.getResponse<FastifyReply>();
        void reply.header('ETag', answer.etag).header('Cache-Control', 'public, max-age=0, must-revalidate');
        if (isKnown(http.getRequest<FastifyRequest>().headers['if-none-match'], answer.etag)) {
          void reply.status(304);
          return undefined;
        }
        void reply.type(answer.type);
        return answer.body;
      }),
    );
  }
}

/** RFC 9110, 13.1.2: weak comparison with each of the list. */
function isKnown(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
