import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { TokensRepository } from '../../src/auth/tokens/tokens.repository.js';
import { PrimaryReads } from '../../src/database/primary-reads.js';
import { PagesRepository } from '../../src/messages/pages/pages.repository.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('what an author of sixty thousand messages asks for', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  afterEach(() => void jest.restoreAllMocks());

  /** How the database would find what is asked first. */
  async function planOf(ask: () => Promise<unknown>): Promise<string> {
    const asked = jest.spyOn(forum.service(PrimaryReads), 'query');
    await ask();
    const [sql, values = []] = asked.mock.calls[0] as [string, (string | readonly string[])[]?];
    const plain = sql.replace(/\$(\d)/g, (_, n: string) => literalOf(values[Number(n) - 1] ?? ''));
    const { read } = forum.connections;
    if (forum.connections.dialect === 'postgres') await read.query('SET enable_seqscan = off');
    const plan = await read.query<unknown[]>(
      forum.connections.dialect === 'postgres' ? `EXPLAIN ${plain}` : `EXPLAIN QUERY PLAN ${plain}`,
    );
    return JSON.stringify(plan);
  }

  const literalOf = (value: string | readonly string[]): string =>
    typeof value !== 'object'
      ? `'${value}'`
      : database === 'sqlite'
        ? `'${JSON.stringify(value)}'`
        : `'{${value.join(',')}}'`;

  it('is found by an index that holds nothing but what is not published', async () => {
    const plan = await planOf(() => forum.service(PagesRepository).unpublishedOf(forum.thread.id, forum.ana.id));
    expect(plan).toContain('messages_unpublished');
  });

  it('is asked by somebody who is known by the hash of a token, not by a look at the tokens of everybody', async () => {
    const plan = await planOf(() => forum.service(TokensRepository).identify('0'.repeat(64), ['guest'], 1));
    expect(plan).not.toContain('tokens_revoked');
    expect(plan).toMatch(/sqlite_autoindex_tokens_1|Index Cond: \(\(hash\)/);
  });
});
