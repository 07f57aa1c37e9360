import type { ErrorCode } from '../../errors/forum-error.js';
import type { ActiveSanction } from '../../members/sanctions.repository.js';
import type { QueueReason } from '../../moderation/queue/queue.schema.js';
import type { KnownSite } from '../../sites/site-settings.js';
import type { ThreadState } from '../../threads/threads.schema.js';
import { fitsLength } from '../rules/length.js';
import { isNewHere } from '../rules/newcomer-links.js';
import { isNoRepeat } from '../rules/repeat.js';
import { isNotTooDeep } from '../rules/depth.js';
import { isNotTooFast } from '../rules/too-fast.js';
import { isReadFirst } from '../rules/premoderation.js';
import { isWelcome } from '../rules/sanction.js';
import { threadKeepsPace } from '../rules/thread-pace.js';
import { threadIsOpen } from '../rules/thread-open.js';

/** What somebody wants to say. */
export type Draft = {
  readonly kind: 'post' | 'edit';
  readonly text: string;
  /** What of it there is to read when it is rendered. */
  readonly shown: string;
  /** Addresses that the rendered text links to. */
  readonly links: readonly string[];
  readonly depth: number;
};

/** What the rules may know. Gathered inside the transaction, so that they hold when many post at once. */
export type Facts = {
  readonly now: number;
  readonly site: KnownSite;
  readonly threadState: ThreadState;
  readonly isStaff: boolean;
  readonly sanction: ActiveSanction | null;
  readonly publishedBefore: number;
  /** When the member wrote its `postsPerMinute`-th last message, in ms; null where it has not written so many lately. */
  readonly nthLast: number | null;
  /** When the `postsPerThread`-th last post of the thread was, in ms; null where there have not been so many lately. */
  readonly nthLastInThread: number | null;
  /** True when the member has said the same in answer to the same message (or to the article) in the last ten minutes. */
  readonly saidTheSame: boolean;
  /** Null: there is none. */
  readonly limits: {
    readonly codePoints: number;
    readonly bytes: number;
    readonly depth: number;
    readonly postsPerMinute: number | null;
    readonly postsPerThread: number | null;
  };
};

export type Refusal = {
  readonly verdict: 'refuse';
  readonly code: ErrorCode;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly retryAfter?: number;
};
export type Hold = { readonly verdict: 'hold'; readonly why: QueueReason };
/** One question of the policy. Pure: null when it has nothing against the draft. */
export type Rule = (draft: Draft, facts: Facts) => Refusal | Hold | null;

/**
 * The policy of posting, in order. The first refusal ends it; every reason to hold is told to the moderator.
 * A new rule is one file in rules/ and one line here.
 */
export const RULES: readonly Rule[] = [
  threadIsOpen,
  isWelcome,
  fitsLength,
  isNotTooDeep,
  isNotTooFast,
  threadKeepsPace,
  isNoRepeat,
  isNewHere,
  isReadFirst,
];

export type Verdict =
  { readonly verdict: 'publish' } | { readonly verdict: 'hold'; readonly why: readonly QueueReason[] } | Refusal;

export function admit(draft: Draft, facts: Facts): Verdict {
  const why: QueueReason[] = [];
  for (const rule of RULES) {
    const objection = rule(draft, facts);
    if (objection?.verdict === 'refuse') return objection;
    if (objection) why.push(objection.why);
  }
  return why.length > 0 ? { verdict: 'hold', why } : { verdict: 'publish' };
}
