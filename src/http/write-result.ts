import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { WriteResult, type Outcome } from '../database/writes/idempotency.js';
import { LOCATION, type LocationPath } from './location.js';

const STATUS: Readonly<Record<Outcome, number>> = { done: 200, created: 201, held: 202 };

/** Turns what a write became into its status, and tells when the answer is an earlier one. */
@Injectable()
export class WriteResultInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof WriteResult)) return answer;
        const reply = context.switchToHttp().getResponse<FastifyReply>();
        void reply.status(STATUS[answer.outcome]);
        const path = this.reflector.get<LocationPath<unknown> | undefined>(LOCATION, context.getHandler());
        if (path && answer.outcome !== 'done') void reply.header('Location', path(answer.value));
        if (answer.replayed) void reply.header('Idempotency-Replayed', 'true');
        return answer.value;
      }),
    );
  }
}
