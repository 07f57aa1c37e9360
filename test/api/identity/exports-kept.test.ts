import { afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { exportView } from '../../../src/identity/exports/exports.schema.js';
import { ExportsRepository } from '../../../src/identity/exports/exports.repository.js';
import { Transactions } from '../../../src/database/transactions.js';
import { MemberData, type DataPages } from '../../../src/members/member-data.js';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { ErasuresService } from '../../../src/messages/erasures/erasures.service.js';
import { RestoredService } from '../../../src/messages/erasures/restored.service.js';
import { hours, minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { askForExport, exportOf, fetchFrom, filesAt, gate, madeExport } from '../../support/exporting.js';
import { startForum, type Forum } from '../../support/forum.js';
import { leftovers } from '../../support/leftovers.js';
import { expectRefusal } from '../../support/refusal.js';
import { until } from '../../support/until.js';

eachDatabase('who gets an export, and for how long', (database) => {
  let forum: Forum;
  let people = 0;
  beforeAll(async () => {
    forum = await startForum({ database, env: { JOBS_POLL: '60000' } });
  });
  afterEach(() => void jest.restoreAllMocks());

  const writer = () => forum.guest(`Wilma ${(people += 1)}`);
  const rowsOf = async (table: 'exports' | 'export_chunks', id: string): Promise<number> => {
    const column = table === 'exports' ? 'id' : 'export_id';
    return (await forum.connections.write.query<unknown[]>(`SELECT 1 FROM ${table} WHERE ${column} = '${id}'`)).length;
  };
  /** Nobody makes one before `go` is called. */
  const stopped = () => {
    const { opened, open: go } = gate();
    const data = forum.service(MemberData);
    const pages = data.pages.bind(data);
    const asked = jest.spyOn(data, 'pages').mockImplementation(async function* (name, memberId): DataPages {
      await opened;
      yield* pages(name, memberId);
    });
    return { go, begun: () => until('it is being made', () => asked.mock.calls.length > 0) };
  };

  it('who asks is told where to look, and gets a file that no page shows and nobody keeps', async () => {
    const wilma = await writer();
    const asked = await forum.as(wilma).ask('POST', '/me/export');
    expect(asked.status).toBe(202);
    const { id } = exportView.parse(asked.body);
    expect(asked.headers.get('location')).toBe(`/api/v1/me/exports/${id}`);
    const made = await madeExport(forum, wilma, { id });
    expect(Date.parse(made.expiresAt ?? '') - Date.parse(made.readyAt ?? '')).toBe(hours(24));
    expect(made.url).toMatch(new RegExp(`^${forum.config.PUBLIC_URL.origin}/exports/${id}\\?key=[0-9a-f]{64}$`));
    const answer = await fetchFrom(forum, made.url ?? '');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': expect.stringMatching(/^attachment; filename="export-\d{4}-\d\d-\d\d\.zip"$/),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-length': String(made.bytes),
    });
    expect((await answer.arrayBuffer()).byteLength).toBe(made.bytes);
  });

  it('nobody else: not by its id, not by another key, not the one of another', async () => {
    const [wilma, ursula] = [await writer(), await writer()];
    const made = await madeExport(forum, wilma, await askForExport(forum, wilma));
    const others = await madeExport(forum, ursula, await askForExport(forum, ursula));
    expectRefusal(await forum.as(ursula).ask('GET', `/me/exports/${made.id}`), 'export_not_found');
    expectRefusal(await forum.as(forum.olga).ask('GET', `/me/exports/${made.id}`), 'export_not_found');
    expectRefusal(await forum.anyone.ask('GET', `/me/exports/${made.id}`), 'sign_in_required');
    const key = new URL(others.url ?? '').searchParams.get('key');
    for (const path of [`/exports/${made.id}`, `/exports/${made.id}?key=`, `/exports/${made.id}?key=${key}`])
      expectRefusal(await forum.visit(path), 'export_not_found');
  });

  it('two who ask at once have one made, and so has who asks again while it is', async () => {
    const wilma = await writer();
    const { go } = stopped();
    const asked = await Promise.all([1, 2, 3].map(() => askForExport(forum, wilma)));
    const again = await askForExport(forum, wilma);
    expect(new Set([...asked, again].map(({ id }) => id)).size).toBe(1);
    expect(again).toEqual({ id: again.id, state: 'waiting', createdAt: expect.any(String) });
    const early = `/exports/${again.id}?key=${'0'.repeat(64)}`;
    expectRefusal(await forum.visit(early), 'export_not_found');
    go();
    const made = await madeExport(forum, wilma, again);
    expect(made.state).toBe('ready');
    expect((await askForExport(forum, wilma)).id).not.toBe(made.id);
  });

  it('for a day: then the link is good no more, and nothing is left of it', async () => {
    const wilma = await writer();
    const made = await madeExport(forum, wilma, await askForExport(forum, wilma));
    forum.clock.pass(hours(24) - minutes(1));
    expect((await filesAt(forum, made.url ?? '')).size).toBeGreaterThan(5);
    forum.clock.pass(minutes(2));
    expectRefusal(
      await forum.visit(new URL(made.url ?? '').pathname + new URL(made.url ?? '').search),
      'export_not_found',
    );
    expectRefusal(await forum.as(wilma).ask('GET', `/me/exports/${made.id}`), 'export_not_found');
    expect(await rowsOf('export_chunks', made.id)).toBeGreaterThan(0);
    forum.clock.pass(minutes(10));
    await forum.service(Jobs).runDue();
    await until('it is swept', async () => (await rowsOf('exports', made.id)) === 0);
    expect(await rowsOf('export_chunks', made.id)).toBe(0);
  });

  it('is swept in small steps', async () => {
    const wilma = await writer();
    const made = await madeExport(forum, wilma, await askForExport(forum, wilma));
    const { write } = forum.connections;
    for (const number of [2, 3, 4])
      await write.query(`INSERT INTO export_chunks (export_id, number, sealed) VALUES ('${made.id}', ${number}, 'x')`);
    forum.clock.pass(hours(25));
    const rows = forum.service(ExportsRepository);
    const step = () => forum.service(Transactions).run((tx) => rows.forgetExpired(tx, 3));
    const before = await rowsOf('export_chunks', made.id);
    expect(before).toBe(4);
    while (await step()) expect(await rowsOf('exports', made.id)).toBe(1);
    expect([await rowsOf('export_chunks', made.id), await rowsOf('exports', made.id)]).toEqual([0, 0]);
  });

  it('goes with who is erased, at once, by themselves and by the command line', async () => {
    for (const erase of [
      (id: string, token: string) =>
        forum.as({ id, name: '', token }).ask('DELETE', '/me', { body: { messages: 'keep' } }),
      (id: string) => forum.service(ErasuresService).erase(id),
    ]) {
      const wilma = await writer();
      const made = await madeExport(forum, wilma, await askForExport(forum, wilma));
      await erase(wilma.id, wilma.token);
      expect([await rowsOf('exports', made.id), await rowsOf('export_chunks', made.id)]).toEqual([0, 0]);
      expect((await fetchFrom(forum, made.url ?? '')).status).toBe(404);
    }
  });

  it('goes again where a backup brought it back', async () => {
    const wilma = await writer();
    const made = await madeExport(forum, wilma, await askForExport(forum, wilma));
    await forum.service(RestoredService).settle([{ id: wilma.id, messages: 'remove' }]);
    expect((await fetchFrom(forum, made.url ?? '')).status).toBe(404);
    expect(await rowsOf('export_chunks', made.id)).toBe(0);
  });

  it('is made of nobody who was erased while it was being made', async () => {
    const wilma = await writer();
    const mark = `quincunx${people}`;
    await forum.as(wilma).post(forum.thread, `Gone ${mark}.`);
    const { go, begun } = stopped();
    const { id } = await askForExport(forum, wilma);
    await begun();
    await forum.as(wilma).ask('DELETE', '/me', { body: { messages: 'remove' } });
    go();
    await forum.service(Jobs).runDue();
    await until('its job is gone', async () => {
      const jobs = await forum.connections.write.query<unknown[]>(`SELECT 1 FROM jobs WHERE dedupe_key = '${id}'`);
      return jobs.length === 0;
    });
    expect([await rowsOf('exports', id), await rowsOf('export_chunks', id)]).toEqual([0, 0]);
    expect(await leftovers(forum, [mark])).toEqual([]);
  });

  it('stands in the database sealed, so that whoever reads it learns nothing', async () => {
    const wilma = await writer();
    await forum.as(wilma).post(forum.thread, 'As plain as day.');
    const { id } = await madeExport(forum, wilma, await askForExport(forum, wilma));
    const [{ sealed } = { sealed: '' }] = await forum.connections.write.query<{ sealed: string }[]>(
      `SELECT sealed FROM export_chunks WHERE export_id = '${id}'`,
    );
    const zip = Buffer.from(sealed.split('.')[1] ?? '', 'base64url');
    expect(zip.length).toBeGreaterThan(500);
    expect(zip.includes('index.html')).toBe(false);
    expect((await exportOf(forum, wilma, { id })).state).toBe('ready');
  });
});

eachDatabase('somebody who asks for exports all day', (database) => {
  it('gets a few, and is told when to come again', async () => {
    const env = { RATE_LIMITS: 'on', EXPORTS_PER_DAY: '2', EXPORT_DOWNLOADS_PER_HOUR: '2', JOBS_POLL: '60000' };
    const forum = await startForum({ database, env });
    const first = await madeExport(forum, forum.ana, await askForExport(forum, forum.ana));
    await madeExport(forum, forum.ana, await askForExport(forum, forum.ana));
    const refused = await forum.as(forum.ana).ask('POST', '/me/export');
    expectRefusal(refused, 'too_fast');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(80_000);
    expect((await askForExport(forum, forum.ben)).state).toBe('waiting');
    for (const status of [200, 200, 429]) expect((await fetchFrom(forum, first.url ?? '')).status).toBe(status);
  });
});
