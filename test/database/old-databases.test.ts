import { describe, expect, it } from '@jest/globals';
import SQLite from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createForum } from '../../src/app.js';
import { readConfig } from '../../src/config/read-config.js';
import { ask } from '../support/answer.js';
import { typed } from '../support/commands.js';
import { freePort } from '../support/free-port.mjs';
import { freshFolder } from '../support/program.js';

/** Everything of a forum that commit d4b280e filled: the demo's talk, and a site with every kind of row. */
const DUMP = gunzipSync(readFileSync(new URL('./old/d4b280e.sql.gz', import.meta.url))).toString();
const [THREAD, ANA] = ['01a22a0e-c9f2-7600-8f39-05698e4297e6', 'l5oGLifIuesF8X1v1yMP-8_gjjZoAyZN40wEp1_BM1Y'];
/** What people wrote and did. Keys of repeated requests and the like may be swept. */
const KEPT = [
  'sites',
  'members',
  'staff_roles',
  'threads',
  'messages',
  'votes',
  'reports',
  'sanctions',
  'audit_log',
] as const;

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** All rows of the tables that are kept, of each the columns that there were then. */
function rowsOf(file: string, columns: Readonly<Record<string, readonly string[]>>): Rows {
  const database = new SQLite(file, { readonly: true });
  try {
    return Object.fromEntries(
      KEPT.map((table) => {
        const named = (columns[table] ?? []).map((name) => `"${name}"`).join(', ');
        return [table, database.prepare(`SELECT ${named} FROM "${table}" ORDER BY ${named}`).all() as Rows[string]];
      }),
    );
  } finally {
    database.close();
  }
}

async function oldDatabase() {
  const file = join(await freshFolder(), 'old.db');
  const database = new SQLite(file);
  database.exec(DUMP);
  const columns = Object.fromEntries(
    KEPT.map((table) => [
      table,
      (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name),
    ]),
  );
  database.close();
  return { file, columns, before: rowsOf(file, columns) };
}

describe('a database that an older build filled', () => {
  it('opens with this one, and everything that people wrote and did is there', async () => {
    const { file, columns, before } = await oldDatabase();
    expect(KEPT.filter((table) => before[table]?.length === 0)).toEqual([]);
    const port = await freePort();
    const config = readConfig({
      DATABASE_URL: `sqlite:${file}`,
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      DEMO: 'off',
      PAGE_LOOKS: 'off',
      DRAIN: '0',
    });
    const app = await createForum(config);
    try {
      await app.listen(port, '127.0.0.1');
      const url = `http://127.0.0.1:${port}`;
      const page = await ask(`${url}/threads/${THREAD}`, {});
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('I was there, on Tuesday.')]);
      expect(page.text).not.toContain('Cheap pills');
      const thread = await ask(`${url}/api/v1/threads/${THREAD}`, {});
      expect(thread.body).toMatchObject({
        title: 'The ferry comes back',
        key: 'post-4711',
        state: 'closed',
        closed: { reason: 'Enough' },
      });
      const found = new URLSearchParams({ site: 'gazette', url: 'https://gazette.example/ferry/', key: 'post-4711' });
      expect((await ask(`${url}/embed?${found}`, {})).text).toContain('I was there, on Tuesday.');
      const me = await ask(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${ANA}` } });
      expect(me.body).toMatchObject({ member: { name: 'Ana' } });
    } finally {
      await app.close();
    }
    expect(rowsOf(file, columns)).toEqual(before);
    expect(await typed(config, 'verify')).toMatch(
      /^The file is sound\.\nEvery row .*\nEvery counter .*\nThe log is whole: 3 entries/,
    );
  });
});
