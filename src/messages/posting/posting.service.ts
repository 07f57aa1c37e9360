import { Injectable } from '@nestjs/common';
import { AdmissionService } from '../../admission/admission.service.js';
import type { Draft } from '../../admission/draft.js';
import type { Evidence, Submitted } from '../../admission/evidence.js';
import { ProofOfWork, type Spending } from '../../admission/proof-of-work/proof-of-work.service.js';
import type { Proof } from '../../admission/proof-of-work/proof-header.js';
import { VerdictsRepository, type Recorded } from '../../admission/verdicts/verdicts.repository.js';
import type { MemberActor } from '../../auth/actor.js';
import { ReaderLimits } from '../../auth/limits/reader-limits.js';
import { sha256 } from '../../database/ids.js';
import { together } from '../../database/together.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import type { Settled } from '../../database/writes/batched-writes.js';
import { IdempotentWrites, WriteResult, type IdempotencyKey } from '../../database/writes/idempotency.js';
import { ForumError } from '../../errors/forum-error.js';
import { QueueLog } from '../../events/queue-log.js';
import { MembersRepository } from '../../members/members.repository.js';
import { OpeningService, type Destination } from '../../threads/opening.service.js';
import type { Thread } from '../../threads/thread.entity.js';
import type { MessageRow } from '../message.row.js';
import { messageAnswer } from '../message.view.js';
import { MessagesRepository, type Parent } from '../messages.repository.js';
import type { MessageAnswer, NewMessage } from '../messages.schema.js';
import { MessageLifecycle } from '../message-lifecycle.js';
import { draftOf, refusalOf, submittedOf } from './draft.js';
import { newRow } from './new-message.js';
import { RenderingService, type Rendered } from './rendering.service.js';

/** Posts that are decided and written together, at most: while PostgreSQL works on these, this process works on the next. */
const BATCH = 32;

/** A message on its way to a thread. */
type Submission = {
  readonly actor: MemberActor;
  readonly once: IdempotencyKey;
  readonly destination: Destination;
  /** Null at the root. */
  readonly parentId: string | null;
  readonly rendered: Rendered;
  readonly submitted: Submitted;
  readonly evidence: Evidence;
  /** What proof of work it uses up; null where none was asked for. */
  readonly spending: Spending | null;
  /** Counts it as held. @throws ForumError too_fast */
  readonly hold: () => Promise<void>;
};
/** One whose thread there is, locked, and what it replies to. */
type Arrival = {
  readonly submission: Submission;
  readonly thread: Thread;
  readonly parent: Parent | null;
  readonly draft: Draft;
};

type AdmittedPost = Pick<Recorded, 'verdict' | 'basis'> & { readonly arrival: Arrival; readonly row: MessageRow };
type Outcome = Settled<WriteResult<MessageAnswer>>;

/**
 * Where messages come in. What waits together is read, decided and written together, so that a post costs a share of a dozen
 * statements and not a dozen statements: docs/decisions/0045.
 */
@Injectable()
export class PostingService {
  private readonly submit: (submission: Submission) => Promise<WriteResult<MessageAnswer>>;

  constructor(
    transactions: Transactions,
    private readonly writes: IdempotentWrites,
    private readonly opening: OpeningService,
    private readonly rendering: RenderingService,
    private readonly messages: MessagesRepository,
    private readonly members: MembersRepository,
    private readonly admission: AdmissionService,
    private readonly work: ProofOfWork,
    private readonly verdicts: VerdictsRepository,
    private readonly publishing: MessageLifecycle,
    private readonly limits: ReaderLimits,
    private readonly queue: QueueLog,
  ) {
    this.submit = transactions.batched<Submission, WriteResult<MessageAnswer>>({
      most: BATCH,
      // The second of two with one key finds the answer to the first.
      apart: ({ actor, once }) => `${actor.member.id} ${once.key}`,
      // One that is refused opens no thread.
      alone: ({ destination }) => destination.opens,
      write: (tx, submissions) => this.postAll(tx, submissions),
    });
  }

  /**
   * Posts a message, or a reply where `parentId` is given. `created` when it is on the page, `held` when a moderator reads it first.
   * @throws ForumError thread_not_found, message_not_found (the parent), thread_closed, banned, suspended, name_taken, refused,
   *   proof_required, proof_not_valid, too_fast, idempotency_mismatch
   */
  async post(
    actor: MemberActor,
    once: IdempotencyKey,
    threadId: string,
    { text, parentId = null, article }: NewMessage,
    proof: Proof | null = null,
  ): Promise<WriteResult<MessageAnswer>> {
    const destination = await this.opening.destination(actor, threadId, article);
    const { site } = destination;
    const spending = await this.work.check({ actor, key: once.key, proof }, site, threadId);
    const rendered = this.rendering.of(text, site);
    const submitted = submittedOf({ kind: 'post', actor, site, threadId, rendered });
    const evidence = await this.admission.gather(submitted);
    return this.limits.held(actor, (hold) =>
      this.submit({ actor, once, destination, parentId, rendered, submitted, evidence, spending, hold }),
    );
  }

  private async postAll(tx: Tx, submissions: readonly Submission[]): Promise<Outcome[]> {
    const arrived = await this.arrive(tx, submissions);
    const outcomes = await this.admit(
      tx,
      arrived.filter((one) => 'draft' in one),
    );
    return arrived.map((one) => ('draft' in one ? outcomes.get(one)! : one));
  }

  /** Locks threads, then parents, then authors, each in the order of their ids: of two who lock some of the same one waits. */
  private async arrive(tx: Tx, submissions: readonly Submission[]): Promise<(Arrival | Outcome)[]> {
    const authors = submissions.map(({ actor }) => actor.member.id);
    const spendings = submissions.map(({ spending }) => spending);
    const [threads, parents, published, known, used] = await together([
      this.opening.arrive(
        tx,
        submissions.map(({ destination }) => destination),
      ),
      this.messages.lockParents(
        tx,
        submissions.flatMap(({ parentId }) => parentId ?? []),
      ),
      this.members.lockAuthors(tx, authors),
      // Under the lock of its author: who sends the same again waits, and then it is known.
      this.writes.known<MessageAnswer>(
        tx,
        submissions.map(({ actor, once }) => ({ owner: actor.member.id, once })),
      ),
      this.work.spend(tx, spendings),
    ]);
    return submissions.map((submission, index) => {
      const { actor, parentId, submitted, evidence, spending } = submission;
      const before = known[index];
      if (before) return before instanceof ForumError ? { failed: before } : { done: before };
      if (used.has(spending)) return { failed: new ForumError('proof_not_valid') };
      const written = published.get(actor.member.id);
      if (written === undefined) return { failed: new ForumError('sign_in_required') };
      const thread = threads[index];
      if (!thread) return { failed: new ForumError('thread_not_found') };
      const parent = parentId === null ? null : parents.get(parentId);
      if (parent === undefined || !(parent === null || takesReplies(parent, thread)))
        return { failed: new ForumError('message_not_found') };
      const draft = draftOf(submitted, written, {
        now: tx.now,
        thread,
        parentId: parent?.id ?? '',
        depth: parent ? parent.depth + 1 : 0,
        evidence,
      });
      return { submission, thread, parent, draft };
    });
  }

  private async admit(tx: Tx, arrivals: readonly Arrival[]): Promise<Map<Arrival, Outcome>> {
    const admission = await this.admission.begin(
      tx,
      arrivals.map(({ draft }) => draft),
    );
    const outcomes = new Map<Arrival, Outcome>();
    const admitted: AdmittedPost[] = [];
    for (const arrival of arrivals) {
      const { verdict, basis } = admission.decide(arrival.draft);
      try {
        if (verdict.verdict === 'refuse') throw refusalOf(verdict);
        if (verdict.verdict === 'hold') await arrival.submission.hold();
        admission.admit(arrival.draft, verdict.verdict === 'publish');
        admitted.push({ arrival, verdict, basis, row: newRow(tx, arrival.submission, arrival.draft, verdict) });
      } catch (failed) {
        outcomes.set(arrival, { failed });
      }
    }
    for (const [arrival, done] of await this.write(tx, admitted)) outcomes.set(arrival, { done });
    return outcomes;
  }

  private async write(tx: Tx, admitted: readonly AdmittedPost[]): Promise<Map<Arrival, WriteResult<MessageAnswer>>> {
    const posts = admitted.filter(({ row }) => row.state === 'published');
    const held = admitted.filter(({ row }) => row.state === 'held');
    const posted = this.publishing.place(
      posts.map(({ arrival: { submission, thread }, row }) => ({
        site: submission.destination.site,
        thread,
        row,
        echo: echoOf(submission.once),
      })),
    );
    const written = new Map([
      ...posts.map(({ arrival }, index) => {
        const { thread, message } = posted[index]!;
        return [arrival, new WriteResult('created', messageAnswer(thread, message))] as const;
      }),
      ...held.map(
        ({ arrival, row }) => [arrival, new WriteResult('held', messageAnswer(arrival.thread, row))] as const,
      ),
    ]);
    await together([
      this.publishing.post(tx, posted),
      this.messages.insert(
        tx,
        held.map(({ row }) => row),
      ),
      this.verdicts.keep(
        tx,
        admitted.map(({ row: { id: messageId, revision }, verdict, basis }) => ({
          messageId,
          revision,
          verdict,
          basis,
        })),
      ),
      this.writes.keep(
        tx,
        [...written].map(([{ submission }, answer]) => ({
          owner: submission.actor.member.id,
          once: submission.once,
          written: answer,
        })),
      ),
    ]);
    // Last of all, see QueueLog.
    for (const [siteId, messageIds] of idsBySite(held.map(({ row }) => row)))
      await this.queue.appendAll(tx, { siteId, move: 'entered' }, messageIds);
    return written;
  }
}

const takesReplies = ({ threadId, state }: Parent, thread: Thread): boolean =>
  threadId === thread.id && state === 'published';

/** By what the author's page knows the message when it arrives by the stream. */
const echoOf = ({ key }: IdempotencyKey): string => sha256(key).slice(0, 16);

/** In the order of the sites, in which their queues are locked. */
function idsBySite(rows: readonly MessageRow[]): [string, string[]][] {
  const sites = new Map<string, string[]>();
  for (const { siteId, id } of rows) sites.set(siteId, [...(sites.get(siteId) ?? []), id]);
  return [...sites].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
