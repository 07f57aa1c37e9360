import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asForumError, CHALLENGE, errorBody } from '../errors/error-body.js';
import type { ForumError } from '../errors/forum-error.js';
import { Refusals } from '../errors/refusals.js';
import { withoutSecrets } from '../errors/without-secrets.js';
import { askedLanguage } from '../i18n/asked-language.js';
import { statusOf } from './errors.js';

/** Answers every error of a request in the contract's form. What was not foreseen is logged with its stack and leaves as `internal`. */
@Injectable()
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(private readonly refusals: Refusals) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = this.note(error, request);
    if (reply.sent) return;
    if (refusal.retryAfter !== undefined) void reply.header('Retry-After', refusal.retryAfter);
    if (refusal.status === 401) void reply.header('WWW-Authenticate', CHALLENGE);
    void reply
      .status(statusOf(refusal))
      .header('Cache-Control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(errorBody(refusal, request.id, askedLanguage(request)));
  }

  /** Any error as one of ours: counted where a limit refused, and logged where it was not foreseen. */
  note(error: unknown, request: FastifyRequest): ForumError {
    const refusal = asForumError(error);
    this.refusals.note(refusal);
    // An outage of the database is told when it begins and when it ends (OutageLog), not once a request.
    if (refusal.code === 'internal' || (refusal.cause !== undefined && refusal.code !== 'overloaded')) {
      const cause = refusal.cause ?? error;
      this.logger.error(
        `${request.id} ${request.method} ${withoutSecrets(request.url)}`,
        cause instanceof Error ? cause.stack : String(cause),
      );
    }
    return refusal;
  }
}
