import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { asForumError } from '../errors/error-body.js';
import { Refusals } from '../errors/refusals.js';
import type { Connection } from './transport/connection.js';
import { subjectOf } from './transport/frames.js';
import { CLOSE, type ClientFrame } from './live.schema.js';

/** Answers every error of a frame with an `error` frame. What was not foreseen is logged with its stack and leaves as `internal`. */
@Catch()
export class LiveErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(LiveErrorFilter.name);

  constructor(private readonly refusals: Refusals) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const ws = host.switchToWs();
    const connection = ws.getClient<Connection>();
    const { event, data } = ws.getData<ClientFrame>();
    const refusal = asForumError(error);
    this.refusals.note(refusal);
    if (refusal.code === 'internal') this.logger.error(event, error instanceof Error ? error.stack : String(error));
    connection.refuse(refusal, event, subjectOf(data));
    // Not the reader's fault, and without its thread the socket is of no use: it comes back and tries again.
    if (event === 'follow' && (refusal.code === 'internal' || refusal.code === 'overloaded'))
      connection.close(CLOSE.tooSlow);
  }
}
