import { Injectable } from '@nestjs/common';
import { VerdictsRepository } from '../../admission/verdicts/verdicts.repository.js';
import type { Actor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { iso } from '../../config/clock.js';
import { ForumError } from '../../errors/forum-error.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { verdictsAnswer, type VerdictsAnswer } from './verdicts.schema.js';

/** In one answer: the latest, of a message that was edited more often. */
const MOST = 50;

/** Why a message is where it is, for its moderators. */
@Injectable()
export class VerdictsService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly verdicts: VerdictsRepository,
  ) {}

  /** The latest first; none of what is older than VERDICTS_KEPT. @throws ForumError message_not_found */
  async of(actor: Actor, messageId: string): Promise<VerdictsAnswer> {
    const message = await this.messages.byId(messageId);
    if (!message || !may(actor, 'message.inspect', message.siteId)) throw new ForumError('message_not_found');
    const kept = await this.verdicts.of(messageId, MOST);
    return verdictsAnswer.parse({
      verdicts: kept.map(({ revision, verdict, rules, facts, evidence, at }) => ({
        revision,
        verdict,
        rules: JSON.parse(rules),
        facts: JSON.parse(facts),
        evidence: JSON.parse(evidence),
        at: iso(at),
      })),
    });
  }
}
