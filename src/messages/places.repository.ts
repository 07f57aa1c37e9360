import { Injectable } from '@nestjs/common';
import { eachOf } from '../database/sql.js';
import type { Tx } from '../database/transactions.js';

/** Empty places that left the page, from the parent up; `under`: what the topmost of them hung on, '' at the root. */
export type Vanished = { readonly gone: readonly string[]; readonly under: string };
type Ancestor = { readonly id: string; readonly changes: boolean | 0 | 1 };

/**
 * The empty places above a message, as it comes or goes. Under the lock of its thread. Three statements, however long the chain
 * of places is: one for each of them held everybody up.
 */
@Injectable()
export class PlacesRepository {
  /** One reply more: ancestors that were not on the page have their places again. Answers their ids, from the parent up. */
  async appear(tx: Tx, parentId: string): Promise<readonly string[]> {
    const { changed } = await this.step(tx, parentId, { by: 1, visible: true, changes: 'visible = FALSE' });
    return changed;
  }

  /** One reply less: ancestors that were only places for it leave the page. */
  async vanish(tx: Tx, parentId: string): Promise<Vanished> {
    const changes = "state <> 'published' AND reply_count <= 1";
    const { changed, next } = await this.step(tx, parentId, { by: -1, visible: false, changes });
    return { gone: changed, under: next };
  }

  /** Goes up as far as ancestors come or go themselves; the first that does not, `next`, has only another count. */
  private async step(
    tx: Tx,
    parentId: string,
    { by, visible, changes }: { readonly by: 1 | -1; readonly visible: boolean; readonly changes: string },
  ): Promise<{ readonly changed: readonly string[]; readonly next: string }> {
    const above = await tx.query<Ancestor>(
      `WITH RECURSIVE up(id, parent_id, changes, steps) AS (
         SELECT id, parent_id, (${changes}), 1 FROM messages WHERE id = $1
         UNION ALL SELECT n.id, n.parent_id, n.changes, up.steps + 1 FROM up
           JOIN (SELECT id, parent_id, (${changes}) AS changes FROM messages) n ON n.id = up.parent_id WHERE up.changes
       ) SELECT id, changes FROM up ORDER BY steps`,
      [parentId],
    );
    const these = `(SELECT value FROM ${eachOf(tx.dialect, '$1')} AS these)`;
    const counted = above.map(({ id }) => id);
    await tx.query(`UPDATE messages SET reply_count = reply_count + $2 WHERE id IN ${these}`, [counted, by]);
    const changed = above.filter((one) => Boolean(one.changes)).map(({ id }) => id);
    if (changed.length > 0) await tx.query(`UPDATE messages SET visible = $2 WHERE id IN ${these}`, [changed, visible]);
    return { changed, next: counted[changed.length] ?? '' };
  }
}
