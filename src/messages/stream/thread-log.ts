import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { iso } from '../../config/clock.js';
import { storedJson } from '../../database/stored-json.js';
import type { Tx } from '../../database/transactions.js';
import type { ThreadEvent } from '../../events/events.schema.js';
import { ThreadLogRepository } from '../../events/thread-log.repository.js';
import type { ThreadEventRow } from '../../events/thread-event.entity.js';
import type { Thread } from '../../threads/thread.entity.js';
import type { ThreadView } from '../../threads/threads.schema.js';
import type { MessageRow } from '../message.row.js';
import { publicView } from '../message.view.js';

/** What an event says beside the view of its message. Stored with it; ids only, never text. */
export type NewMessageEvent =
  | {
      readonly type: 'message.posted';
      readonly message: MessageRow;
      readonly echo?: string;
      readonly places: readonly string[];
    }
  | { readonly type: 'message.edited'; readonly message: MessageRow }
  | {
      readonly type: 'message.removed';
      readonly message: MessageRow;
      readonly why: 'deleted' | 'moderated';
      readonly kept: boolean;
      readonly gone: readonly string[];
      /** What the topmost of `gone` hung on; '' at the root. */
      readonly under: string;
    }
  | {
      readonly type: 'message.restored';
      readonly message: MessageRow;
      readonly places: readonly string[];
      /** It had its place still. */
      readonly kept: boolean;
    };
export type NewThreadEvent = NewMessageEvent | { readonly type: 'thread.changed' };

/** The rows and views that telling an event needs; that of the thread hardly any does. */
export type EventContext = { readonly messages: ReadonlyMap<string, MessageRow>; readonly thread: () => ThreadView };

/** What happened in a thread; `thread`: as it stands with it. */
type LogEntry = { readonly thread: Thread; readonly happening: NewThreadEvent; readonly known: EventContext };

/** Writes down what happened, and tells it: live from what is at hand, later from what is stored. One teller for both. */
@Injectable()
export class ThreadLog {
  constructor(private readonly log: ThreadLogRepository) {}

  /** Keeps each event under the position that its thread has just taken, and emits it for after the commit. */
  async append(tx: Tx, entries: readonly LogEntry[]): Promise<void> {
    const events = entries.map((entry) => {
      const detail = detailOf(entry.happening);
      return { entry, detail, row: rowOf(entry, detail, tx.now) };
    });
    await this.log.append(
      tx,
      events.map(({ row }) => row),
    );
    for (const { entry, detail, row } of events)
      tx.emit({
        name: 'thread.event',
        threadId: row.threadId,
        messageCount: entry.thread.messageCount,
        event: toEvent(row, entry.known, detail),
      });
  }
}

const rowOf = ({ thread, happening }: LogEntry, detail: Detail, at: number): ThreadEventRow => ({
  threadId: thread.id,
  position: thread.position,
  type: happening.type,
  messageId: happening.type === 'thread.changed' ? null : happening.message.id,
  detail: JSON.stringify(detail),
  at,
});

/** Tolerant: one detail that another build wrote, and this one does not understand, must not keep a thread's followers from the rest. */
const detail = z
  .object({
    echo: z.string().optional().catch(undefined),
    places: z.array(z.string()).readonly().optional().catch(undefined),
    why: z.enum(['deleted', 'moderated']).optional().catch(undefined),
    kept: z.boolean().optional().catch(undefined),
    gone: z.array(z.string()).readonly().optional().catch(undefined),
    under: z.string().optional().catch(undefined),
  })
  .catch({});
type Detail = z.input<typeof detail>;
const detailIn = (row: ThreadEventRow): Detail => detail.parse(storedJson(row.detail));

function detailOf(happening: NewThreadEvent): Detail {
  switch (happening.type) {
    case 'message.posted':
      return {
        echo: happening.echo,
        ...(happening.places.length > 0 ? { places: happening.places } : {}),
      };
    case 'message.restored':
      return { kept: happening.kept, ...(happening.places.length > 0 ? { places: happening.places } : {}) };
    case 'message.removed':
      return {
        why: happening.why,
        kept: happening.kept,
        gone: happening.gone,
        ...(happening.gone.length > 0 ? { under: happening.under } : {}),
      };
    default:
      return {};
  }
}

/** The messages whose views an event needs. */
export function messagesIn(row: ThreadEventRow): string[] {
  const { places = [] } = detailIn(row);
  return [...(row.messageId === null ? [] : [row.messageId]), ...places];
}

/**
 * A stored event as followers get it: with the views of today, so what has been removed since is empty in the past as well.
 * @param detail what is stored in the row, where that is at hand
 */
export function toEvent(row: ThreadEventRow, { messages, thread }: EventContext, detail = detailIn(row)): ThreadEvent {
  const place = { position: row.position, at: iso(row.at) };
  const message = messages.get(row.messageId ?? '');
  const changed = () => ({ ...place, type: 'thread.changed', data: { thread: thread() } }) as const;
  if (!message) return changed();
  const places = (detail.places ?? []).flatMap((id) => messages.get(id) ?? []).map((row) => publicView(row));
  switch (row.type) {
    case 'message.posted': {
      const { echo } = detail;
      const data = {
        message: publicView(message),
        ...(echo ? { echo } : {}),
        ...(places.length > 0 ? { places } : {}),
      };
      return { ...place, type: row.type, data };
    }
    case 'message.restored':
      return {
        ...place,
        type: row.type,
        data: {
          message: publicView(message),
          ...(places.length > 0 ? { places } : {}),
          // Of before this was written down, nobody knows.
          ...(detail.kept === undefined ? {} : { kept: detail.kept }),
        },
      };
    case 'message.edited':
      return { ...place, type: row.type, data: { message: publicView(message) } };
    case 'message.removed': {
      const { why = 'moderated', kept = false, gone = [], under } = detail;
      return {
        ...place,
        type: row.type,
        data: {
          id: message.id,
          parentId: message.parentId || null,
          why,
          kept,
          gone: [...gone],
          ...(under === undefined ? {} : { under: under || null }),
        },
      };
    }
    // The discussion's, or written by a newer build: its position is taken, and what it says is not known here.
    default:
      return changed();
  }
}
