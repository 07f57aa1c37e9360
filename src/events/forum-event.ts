import type { VoteTotals } from '../messages/messages.schema.js';
import type { ThreadEvent } from './events.schema.js';

/** What the parts of the forum tell each other, after commit and in the order of commits. */
export type ForumEvent =
  /** Took a position in its thread; followers get `event` as it stands. */
  | {
      readonly name: 'thread.event';
      readonly threadId: string;
      readonly messageCount: number;
      readonly event: ThreadEvent;
    }
  /** No position: totals are conflated and sent as signals. */
  | {
      readonly name: 'votes.changed';
      readonly threadId: string;
      readonly messageId: string;
      readonly votes: VoteTotals;
    }
  /** Somebody writes, or has stopped. No position, and soon forgotten. */
  | {
      readonly name: 'member.typing';
      readonly threadId: string;
      readonly member: { readonly id: string; readonly name: string };
      readonly parentId: string | null;
      readonly stopped: boolean;
    }
  /** So many follow a thread on one process. */
  | {
      readonly name: 'readers.counted';
      readonly threadId: string;
      readonly process: string;
      readonly readers: number;
    }
  /** A process has begun to follow a thread and wants to know how many do elsewhere. */
  | { readonly name: 'readers.asked'; readonly threadId: string }
  /** Something changed in these threads on another process: what is kept of them is no longer true. */
  | { readonly name: 'threads.touched'; readonly threadIds: readonly string[] }
  /** A site's queue has come to this position; what happened is read from its log where somebody follows it. */
  | { readonly name: 'queue.advanced'; readonly siteId: string; readonly position: number }
  /** A member's inbox has come to this position; what happened is read from its log where somebody follows it. */
  | { readonly name: 'inbox.advanced'; readonly memberId: string; readonly position: number }
  /** These tokens are no longer good: by their hashes. */
  | { readonly name: 'tokens.revoked'; readonly hashes: readonly string[] }
  /** What is kept of a member (name, roles, sanctions) must be read again. */
  | { readonly name: 'member.changed'; readonly memberId: string }
  | { readonly name: 'site.changed'; readonly siteId: string }
  /** What is set for a part of this site is another: what is kept of it must be read again. */
  | { readonly name: 'settings.changed'; readonly siteId: string }
  /** There is a job that may be done at once: whichever process is first. */
  | { readonly name: 'job.enqueued' };

/**
 * How far an event is told: `thread`: to processes on which somebody follows its thread · `everywhere`: to every process ·
 * `here`: in this one alone.
 */
export const REACH = {
  'thread.event': 'thread',
  'votes.changed': 'thread',
  'member.typing': 'thread',
  'readers.counted': 'thread',
  'readers.asked': 'thread',
  'threads.touched': 'everywhere',
  'queue.advanced': 'everywhere',
  'inbox.advanced': 'everywhere',
  'tokens.revoked': 'everywhere',
  'member.changed': 'everywhere',
  'site.changed': 'everywhere',
  'settings.changed': 'everywhere',
  'job.enqueued': 'here',
} as const satisfies Record<ForumEvent['name'], 'thread' | 'everywhere' | 'here'>;
