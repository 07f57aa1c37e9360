import type { ThreadEvent } from '../../src/events/events.schema.js';
import type { MessageView } from '../../src/messages/messages.schema.js';

const AT = '2026-11-24T08:00:00.000Z';

export function message(id: string, words: string): MessageView {
  return {
    id,
    threadId: 'thread',
    parentId: null,
    depth: 0,
    position: 1,
    revision: 1,
    author: { id: 'ben', name: 'Ben', role: 'guest', badges: [] },
    html: `<p>${words}</p>`,
    state: 'published',
    createdAt: AT,
    editedAt: null,
    votes: { up: 0, down: 0 },
    replyCount: 0,
  };
}

export type Told = 'post' | 'edit' | 'remove';
/** The event at a position: a new message, or what became of the one posted at `of`. */
export function event(position: number, what: Told = 'post', of = position): ThreadEvent {
  const place = { position, at: AT };
  if (what === 'remove') {
    const data = { id: `m${of}`, parentId: null, why: 'moderated', kept: false, gone: [] } as const;
    return { ...place, type: 'message.removed', data: { ...data, gone: [] } };
  }
  const data = { message: message(`m${of}`, `words of ${position}`) };
  return { ...place, type: what === 'post' ? 'message.posted' : 'message.edited', data };
}

/** The positions after one up to another. */
export const rowOf = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n + 1);
