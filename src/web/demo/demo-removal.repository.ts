import { Injectable } from '@nestjs/common';
import { eachOf } from '../../database/sql.js';
import { InboxLogRepository } from '../../events/inbox/inbox-log.repository.js';
import type { Tx } from '../../database/transactions.js';
import type { Article } from './articles/article.js';

/** Where a message is in one of these threads. */
const within = (tx: Tx): string => `thread_id IN (SELECT value FROM ${eachOf(tx.dialect, '$1')} AS wanted)`;

/** Where a member is one of these invented people: a guest of that name who has no way in. */
const invented = (tx: Tx, names: string): string =>
  `kind = 'guest' AND name IN (SELECT value FROM ${eachOf(tx.dialect, names)} AS wanted)
    AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.member_id = members.id)`;

@Injectable()
export class DemoRemovalRepository {
  constructor(private readonly inboxes: InboxLogRepository) {}

  /**
   * Threads of the default site under the demo's articles, wherever the forum was found then. A publisher's page may have
   * the path of one, such as the front page's: a demo's thread bears that article's headline, or its invented people talk in it.
   */
  async threadsOf(tx: Tx, articles: readonly Article[], names: readonly string[]): Promise<string[]> {
    const headlines = new Map(articles.map(({ path, headline }) => [path, headline]));
    const rows = await tx.query<{ id: string; url: string; title: string }>(
      `SELECT id, url, title FROM threads WHERE site_id = 'default'`,
    );
    const paths = new Map(rows.map(({ id, url }) => [id, URL.canParse(url) ? new URL(url).pathname : '']));
    const there = rows.filter(({ id }) => headlines.has(paths.get(id)!));
    const talkedIn = await tx.query<{ id: string }>(
      `SELECT DISTINCT thread_id AS id FROM messages WHERE ${within(tx)} AND author_id IN
        (SELECT id FROM members WHERE ${invented(tx, '$2')})`,
      [there.map(({ id }) => id), names],
    );
    const talked = new Set(talkedIn.map(({ id }) => id));
    return there
      .filter(({ id, title }) => talked.has(id) || title === headlines.get(paths.get(id)!))
      .map(({ id }) => id);
  }

  /** Takes away invented people of these names who have written nothing any more. */
  async removePeople(tx: Tx, names: readonly string[]): Promise<number> {
    const gone = await tx.query<{ id: string }>(
      `DELETE FROM members WHERE ${invented(tx, '$1')}
          AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.author_id = members.id)
          AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.member_id = members.id)
          AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.member_id = members.id) RETURNING id`,
      [names],
    );
    await this.inboxes.removeOf(
      tx,
      gone.map(({ id }) => id),
    );
    return gone.length;
  }
}
