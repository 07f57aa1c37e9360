import { Injectable } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import type { SessionRow } from '../../auth/tokens/tokens.repository.js';
import { TokensService } from '../../auth/tokens/tokens.service.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { sessionIdOf, sessionView } from './session-view.js';
import type { SessionsAnswer } from './sessions.schema.js';

/** Where a member is signed in; each can be ended from any other. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly tokens: TokensService,
    private readonly writes: IdempotentWrites,
  ) {}

  async list(actor: MemberActor): Promise<SessionsAnswer> {
    return sessionsAnswer(actor, await this.tokens.sessionsOf(actor.member.id));
  }

  /**
   * Signs one out, everywhere it is open.
   * @returns those that are left
   * @throws ForumError session_not_found: there is none, or it is another's
   */
  end(actor: MemberActor, once: IdempotencyKey | null, id: string): Promise<WriteResult<SessionsAnswer>> {
    return this.endSome(actor, once, (sessions) => {
      const ended = sessions.filter(({ hash }) => sessionIdOf(hash) === id);
      if (ended.length === 0) throw new ForumError('session_not_found');
      return ended;
    });
  }

  /** Signs all out but the one that asks. */
  endOthers(actor: MemberActor, once: IdempotencyKey | null): Promise<WriteResult<SessionsAnswer>> {
    return this.endSome(actor, once, (sessions) => sessions.filter(({ hash }) => hash !== actor.session?.tokenHash));
  }

  private endSome(
    actor: MemberActor,
    once: IdempotencyKey | null,
    choose: (sessions: readonly SessionRow[]) => readonly SessionRow[],
  ): Promise<WriteResult<SessionsAnswer>> {
    return this.writes.run(actor.member.id, once, async (tx) => {
      const sessions = await this.tokens.sessionsOf(actor.member.id, tx);
      const ended = choose(sessions);
      await this.tokens.end(
        tx,
        ended.map(({ hash }) => hash),
      );
      return new WriteResult(
        'done',
        sessionsAnswer(
          actor,
          sessions.filter((one) => !ended.includes(one)),
        ),
      );
    });
  }
}

const sessionsAnswer = ({ session }: MemberActor, rows: readonly SessionRow[]): SessionsAnswer => ({
  sessions: rows.map((row) => sessionView(row, session?.tokenHash ?? '')),
});
