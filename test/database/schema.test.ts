import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { readConfig } from '../../src/config/read-config.js';
import { closeDatabase, openDatabase, type Connections } from '../../src/database/opening/data-source.js';
import { ENTITIES } from '../../src/database/entities.js';
import { MIGRATIONS } from '../../src/database/migrations/index.js';
import { eachDatabase, freshDatabase } from '../support/databases.js';

/** What TypeORM would still have to do to make the tables what the entities say. */
async function missing(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** The forum's tables that exist, TypeORM's own list of migrations left out. */
async function tables({ dialect, write }: Connections): Promise<string[]> {
  const rows = await write.query<{ name: string }[]>(
    dialect === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  return rows.map(({ name }) => name).filter((name) => name !== 'migrations');
}

eachDatabase('the schema', (database) => {
  let connections: Connections;

  beforeAll(async () => {
    const { url } = await freshDatabase(database);
    connections = await openDatabase(readConfig({ DATABASE_URL: url }));
  });
  afterAll(() => closeDatabase(connections));

  it('is after the migrations what the entities say', async () => {
    expect(await missing(connections.write)).toEqual([]);
    expect(await tables(connections)).toHaveLength(ENTITIES.length);
  });

  it('goes down to nothing and up again', async () => {
    for (const _ of MIGRATIONS) await connections.write.undoLastMigration({ transaction: 'all' });
    expect(await tables(connections)).toEqual([]);
    await connections.write.runMigrations({ transaction: 'all' });
    expect(await missing(connections.write)).toEqual([]);
  });

  it('shows it when a table lacks an index (positive control)', async () => {
    await connections.write.query('DROP INDEX members_email');
    expect(await missing(connections.write)).toEqual([expect.stringContaining('members_email')]);
    await connections.write.query('CREATE UNIQUE INDEX members_email ON members (email)');
    expect(await missing(connections.write)).toEqual([]);
  });
});
