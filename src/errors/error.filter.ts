import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedLanguage } from '../i18n/asked-language.js';
import { asForumError, CHALLENGE, errorBody } from './error-body.js';
import { withoutSecrets } from './without-secrets.js';
import { Refusals } from './refusals.js';

/** Answers every error of a request in the contract's form. What was not foreseen is logged with its stack and leaves as `internal`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(private readonly refusals: Refusals) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    this.answer(error, request, http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
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
    if (reply.sent) return;
    if (refusal.retryAfter !== undefined) void reply.header('Retry-After', refusal.retryAfter);
    if (refusal.status === 401) void reply.header('WWW-Authenticate', CHALLENGE);
    void reply
      .status(refusal.status)
      .header('Cache-Control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(errorBody(refusal, request.id, askedLanguage(request)));
  }
}
