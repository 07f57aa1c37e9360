import { Injectable } from '@nestjs/common';
import type { MessageVerdict } from '../../admission/verdicts/message-verdict.entity.js';
import { VerdictsRepository } from '../../admission/verdicts/verdicts.repository.js';
import type { Actor } from '../../auth/actor.js';
import { may } from '../../auth/policy/may.js';
import { iso } from '../../config/clock.js';
import { storedJson } from '../../database/stored-json.js';
import { ForumError } from '../../errors/forum-error.js';
import { MessagesRepository } from '../../messages/messages.repository.js';
import { storedVerdict, verdictView, type VerdictsAnswer, type VerdictView } from './verdicts.schema.js';

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
    return { verdicts: kept.flatMap(viewOf) };
  }
}

/** A verdict that only another build knows is left out: it must not keep moderators from the others. */
function viewOf({ revision, at, ...stored }: MessageVerdict): VerdictView[] {
  const verdict = verdictView.shape.verdict.safeParse(stored.verdict).data;
  if (!verdict) return [];
  const { rules, facts, evidence } = storedVerdict.parse({
    rules: storedJson(stored.rules),
    facts: storedJson(stored.facts),
    evidence: storedJson(stored.evidence),
  });
  return [{ revision, verdict, rules, facts, evidence, at: iso(at) }];
}
