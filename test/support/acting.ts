import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { eventsAnswer, type EventsAnswer } from '../../src/events/events.schema.js';
import { accountAnswer, type AccountAnswer } from '../../src/identity/account/account.schema.js';
import {
  contextAnswer,
  messageAnswer,
  mineAnswer,
  pageAnswer,
  voteAnswer,
  type CastVote,
  type ContextAnswer,
  type MessageView,
  type MineAnswer,
  type PageAnswer,
  type Sort,
  type VoteTotals,
} from '../../src/messages/messages.schema.js';
import {
  decisionAnswer,
  type DecisionAnswer,
  type DecisionKind,
  type NewDecision,
} from '../../src/moderation/decisions/decisions.schema.js';
import { queueAnswer, type QueueAnswer, type QueueKind } from '../../src/moderation/queue/queue.schema.js';
import {
  logAnswer,
  memberRecord,
  type LogAnswer,
  type MemberRecord,
} from '../../src/moderation/records/records.schema.js';
import { reportAnswer, type NewReport, type ReportAnswer } from '../../src/moderation/reports/reports.schema.js';
import { sanctionView, type NewSanction, type SanctionView } from '../../src/moderation/sanctions/sanctions.schema.js';
import { threadAnswer, type ThreadAnswer } from '../../src/moderation/threads/thread-acts.schema.js';
import {
  countsAnswer,
  threadView,
  type PutThread,
  type ThreadState,
  type ThreadView,
} from '../../src/threads/threads.schema.js';
import { ask, Refused, understood, type Answer } from './answer.js';
import type { Person } from './person.js';

type Id = { readonly id: string };
type Asked = { readonly body?: unknown; readonly key?: string | undefined; readonly headers?: Record<string, string> };
export type PageAsked = { sort?: Sort; limit?: number; cursor?: string; parent?: string };

/**
 * What somebody can do over HTTP, as sentences. Each call fails with `Refused` unless it was granted, and with an
 * explanation when the answer is not exactly what its schema says. `ask` is for whoever wants the bare answer.
 */
export class Acting {
  constructor(
    private readonly origin: string,
    private readonly who: Person | null,
  ) {}

  /** One request, answered whatever comes. `path` begins behind /api/v1. */
  ask(method: string, path: string, { body, key, headers = {} }: Asked = {}): Promise<Answer> {
    return ask(`${this.origin}/api/v1${path}`, {
      method,
      headers: {
        ...(this.who ? { authorization: `Bearer ${this.who.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** @throws Refused */
  async get<T>(schema: z.ZodType<T>, method: string, path: string, asked: Asked = {}): Promise<T> {
    const answer = await this.ask(method, path, asked);
    const what = `${method} ${path} by ${this.who?.name ?? 'nobody'}`;
    if (answer.status >= 300) throw new Refused(what, answer);
    return understood(what, schema, answer.body);
  }

  me(): Promise<AccountAnswer> {
    return this.get(accountAnswer, 'GET', '/me');
  }

  openThread(article: PutThread): Promise<ThreadView> {
    return this.get(threadView, 'PUT', '/threads', { body: article });
  }

  thread(thread: Id): Promise<ThreadView> {
    return this.get(threadView, 'GET', `/threads/${thread.id}`);
  }

  async post(
    thread: Id,
    text: string,
    { key = randomUUID() as string, parentId = undefined as string | undefined } = {},
  ): Promise<MessageView> {
    const body = { text, ...(parentId === undefined ? {} : { parentId }) };
    return (await this.get(messageAnswer, 'POST', `/threads/${thread.id}/messages`, { body, key })).message;
  }

  reply(to: Pick<MessageView, 'id' | 'threadId'>, text: string): Promise<MessageView> {
    return this.post({ id: to.threadId }, text, { parentId: to.id });
  }

  async edit({ id, revision }: Pick<MessageView, 'id' | 'revision'>, text: string): Promise<MessageView> {
    return (await this.get(messageAnswer, 'PATCH', `/messages/${id}`, { body: { text, revision } })).message;
  }

  async delete(message: Id): Promise<MessageView> {
    return (await this.get(messageAnswer, 'DELETE', `/messages/${message.id}`)).message;
  }

  async vote(message: Id, value: CastVote['value']): Promise<VoteTotals> {
    return (await this.get(voteAnswer, 'PUT', `/messages/${message.id}/vote`, { body: { value } })).votes;
  }

  report(message: Id, reason: NewReport['reason'] = 'abuse', note?: string): Promise<ReportAnswer> {
    const body = { reason, ...(note === undefined ? {} : { note }) };
    return this.get(reportAnswer, 'POST', `/messages/${message.id}/reports`, { body });
  }

  async read(message: Id): Promise<MessageView> {
    return (await this.get(messageAnswer, 'GET', `/messages/${message.id}`)).message;
  }

  context(message: Id): Promise<ContextAnswer> {
    return this.get(contextAnswer, 'GET', `/messages/${message.id}/context`);
  }

  page(thread: Id, asked: PageAsked = {}): Promise<PageAnswer> {
    return this.get(pageAnswer, 'GET', `/threads/${thread.id}/messages${query(asked)}`);
  }

  mine(thread: Id): Promise<MineAnswer> {
    return this.get(mineAnswer, 'GET', `/threads/${thread.id}/mine`);
  }

  events(thread: Id, asked: { after?: number; epoch?: string } = {}): Promise<EventsAnswer> {
    return this.get(eventsAnswer, 'GET', `/threads/${thread.id}/events${query(asked)}`);
  }

  async counts(site: string, urls: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const asked = new URLSearchParams([['site', site], ...urls.map((url) => ['url', url])]);
    return (await this.get(countsAnswer, 'GET', `/counts?${asked}`)).counts;
  }

  queue(asked: { kind?: QueueKind; site?: string; limit?: number; cursor?: string } = {}): Promise<QueueAnswer> {
    return this.get(queueAnswer, 'GET', `/moderation/queue${query(asked)}`);
  }

  decide(
    { id, revision }: Pick<MessageView, 'id' | 'revision'>,
    decision: DecisionKind,
    more: Pick<NewDecision, 'reason' | 'note'> = {},
  ): Promise<DecisionAnswer> {
    return this.get(decisionAnswer, 'POST', `/moderation/messages/${id}/decisions`, {
      body: { decision, revision, ...more },
    });
  }

  setState(thread: Id, state: ThreadState, reason?: string): Promise<ThreadAnswer> {
    const body = { state, ...(reason === undefined ? {} : { reason }) };
    return this.get(threadAnswer, 'PATCH', `/moderation/threads/${thread.id}`, { body });
  }

  sanction(member: Id, sanction: NewSanction): Promise<SanctionView> {
    return this.get(sanctionView, 'POST', `/moderation/members/${member.id}/sanctions`, { body: sanction });
  }

  ban(member: Id, reason = 'Spam'): Promise<SanctionView> {
    return this.sanction(member, { kind: 'ban', reason });
  }

  lift(sanction: Id): Promise<SanctionView> {
    return this.get(sanctionView, 'DELETE', `/moderation/sanctions/${sanction.id}`);
  }

  log(asked: { site?: string; limit?: number; cursor?: string } = {}): Promise<LogAnswer> {
    return this.get(logAnswer, 'GET', `/moderation/log${query(asked)}`);
  }

  record(member: Id): Promise<MemberRecord> {
    return this.get(memberRecord, 'GET', `/moderation/members/${member.id}`);
  }
}

function query(asked: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
