import { Injectable } from '@nestjs/common';
import { rowsOf } from '../../database/rows.js';
import { WAITED, type Tx } from '../../database/transactions.js';
import type { Draft } from '../draft.js';
import type { Fact, Known } from '../fact.js';

/** How far back a repetition is looked for, in ms. */
const RECENT = 600_000;
/** Messages of an author that a repetition is looked for in. */
const LOOKED_AT = 20;

/** Who says what, and where. */
type Saying = { readonly id: string; readonly words: string; readonly thread: string; readonly parent: string };

/** Whether the author has lately said the same in answer to the same message, or to the article. */
@Injectable()
export class RepeatFact implements Fact<boolean> {
  readonly name = 'repeat';
  async load(tx: Tx, drafts: readonly Draft[]): Promise<Known<boolean>> {
    const posts = drafts.filter(({ kind, author }) => kind === 'post' && !author.isStaff);
    const asked = posts.map(sayingOf);
    if (asked.length === 0) return { of: () => false };
    const lately = (columns: string) =>
      `SELECT ${columns} FROM messages WHERE author_id = said.id AND created_at > $2 AND created_at <= $3
        ORDER BY created_at DESC LIMIT ${LOOKED_AT}`;
    // Hardly anybody says the same twice, and the words stand in the index: only where they are the same, rows are looked at.
    const rows = await tx.query<Saying>(
      `SELECT said.* FROM ${rowsOf(tx.dialect, '$1', { id: 'varchar', words: 'varchar', thread: 'varchar', parent: 'varchar' })} AS said
        WHERE said.words IN (${lately('words')}) AND EXISTS (SELECT 1 FROM (${lately('words, thread_id, parent_id')}) AS lately
          WHERE lately.words = said.words AND lately.thread_id = said.thread AND lately.parent_id = said.parent)`,
      [JSON.stringify(asked), tx.now - RECENT, tx.now + WAITED],
    );
    const said = new Set(rows.map(keyOf));
    return {
      of: (draft) => said.has(keyOf(sayingOf(draft))),
      admitted: (draft) => said.add(keyOf(sayingOf(draft))),
    };
  }
}

const sayingOf = ({ author, words, thread, parentId }: Draft): Saying => ({
  id: author.id,
  words,
  thread: thread.id,
  parent: parentId,
});

const keyOf = ({ id, words, thread, parent }: Saying): string => `${id} ${words} ${thread} ${parent}`;
