import type { MessageRow } from '../message.row.js';
import { publicView } from '../message.view.js';
import type { MessageView, RepliesView, Sort } from '../messages.schema.js';
import { encodeCursor, type Cursor } from './cursor.js';
import type { PageBudget } from './page-budget.js';

/** Replies that come with a message; more by `parent=`. */
export const REPLIES = 5;
/** Levels below the list's own that come with a page. */
const LEVELS = 12;
/** Messages of all levels that a page may hold, so that its size has an end. */
const MOST = 400;

/** The first replies to each of these messages, and one more where there are more. */
export type FirstReplies = (parents: readonly string[]) => Promise<MessageRow[]>;

/** The replies to a message that a page shows, and whether there are more. */
type Replies = { readonly shown: readonly MessageRow[]; readonly more: boolean };

/** Messages with their branches, which are read level by level, one query a level, until the page is full. */
export async function withReplies(
  rows: readonly MessageRow[],
  budget: PageBudget,
  firstReplies: FirstReplies,
): Promise<MessageView[]> {
  const replies = new Map<string, Replies>();
  let count = rows.length;
  let level = rows;
  for (let depth = 0; depth < LEVELS && !budget.isSpent; depth += 1) {
    const parents = whoseRepliesFit(level, MOST - count);
    if (parents.length === 0) break;
    const found = await firstReplies(parents);
    for (const id of parents) {
      const all = found.filter(({ parentId }) => parentId === id);
      const shown = budget.fit(all.slice(0, REPLIES));
      replies.set(id, { shown, more: all.length > shown.length || all.length === 0 });
    }
    level = parents.flatMap((id) => replies.get(id)?.shown ?? []);
    count += level.length;
  }
  return rows.map((row) => branch(row, replies));
}

export function cursorAfter(row: MessageRow, sort: Sort, until: number): Cursor {
  const score = sort === 'oldest' || sort === 'newest' ? 0 : row[sort];
  return { sort, parent: row.parentId, position: row.position ?? 0, score, until };
}

/** The messages of a level that show replies, in order, for as long as there is room for those. */
function whoseRepliesFit(level: readonly MessageRow[], room: number): string[] {
  let left = room;
  const parents: string[] = [];
  for (const { id, replyCount } of level) {
    left -= Math.min(replyCount, REPLIES);
    if (left < 0) break;
    if (replyCount > 0) parents.push(id);
  }
  return parents;
}

function branch(row: MessageRow, replies: ReadonlyMap<string, Replies>): MessageView {
  const { shown, more } = replies.get(row.id) ?? { shown: [], more: row.replyCount > 0 };
  const view: RepliesView = {
    messages: shown.map((reply) => branch(reply, replies)),
    next: more ? encodeCursor(nextReply(row.id, shown.at(-1))) : null,
  };
  return publicView(row, view);
}

const nextReply = (parent: string, last: MessageRow | undefined): Cursor => ({
  sort: 'oldest',
  parent,
  position: last?.position ?? 0,
  score: 0,
  until: 0,
});
