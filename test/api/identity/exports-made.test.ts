import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { MemberData, type DataPages } from '../../../src/members/member-data.js';
import { Jobs } from '../../../src/jobs/jobs.service.js';
import { hours, minutes } from '../../support/clock.js';
import { eachDatabase } from '../../support/databases.js';
import { askForExport, exported, exportOf, filesAt, gate, madeExport, partOf } from '../../support/exporting.js';
import { startBeside, startForum, type Forum } from '../../support/forum.js';
import { elementsOf, attributesOf } from '../../support/html.js';
import { ODD_TEXTS } from '../../support/odd-texts.js';
import { until } from '../../support/until.js';

/** More than a chunk, however it is packed. */
const much = () => randomBytes(400_000).toString('base64');

/** Of this process's exports `notices` is this instead. */
const noticesOf = (forum: Forum, instead: () => DataPages) => {
  const data = forum.service(MemberData);
  const pages = data.pages.bind(data);
  return jest
    .spyOn(data, 'pages')
    .mockImplementation((name, memberId) => (name === 'notices' ? instead() : pages(name, memberId)));
};

eachDatabase('an export whose making is broken off', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database, env: { JOBS_POLL: '60000', JOB_LEASE: '60000', EXPORT_MEGABYTES: '1' } });
  });
  afterEach(() => void jest.restoreAllMocks());

  const chunksOf = async (id: string): Promise<number> =>
    (await forum.connections.write.query<unknown[]>(`SELECT 1 FROM export_chunks WHERE export_id = '${id}'`)).length;

  it('is made whole by another process, whatever the first one goes on to do', async () => {
    const wilma = await forum.guest('Wilma');
    await forum.as(wilma).post(forum.thread, 'Here I am.');
    const beside = await startBeside(forum, { JOBS_POLL: '60000' });
    const { opened, open: goOn } = gate();
    const ended = jest.fn();
    noticesOf(forum, async function* () {
      yield [{ note: much() }];
      await opened;
      yield [{ note: much() }];
      ended();
    });
    const { id } = await askForExport(forum, wilma);
    // The first has kept something, and then is silent for longer than its lease.
    await until('a chunk is kept', async () => (await chunksOf(id)) > 0);
    forum.clock.pass(minutes(2));
    const made = await madeExport(beside, wilma, { id });
    expect(made.state).toBe('ready');
    goOn();
    await until('the first has gone on', () => ended.mock.calls.length > 0 || forum.service(Jobs).counts.done > 0);
    await forum.service(Jobs).runDue();
    const files = await filesAt(beside, made.url ?? '');
    expect(partOf(files, 'messages')).toMatchObject([{ text: 'Here I am.' }]);
    expect(partOf(files, 'notices')).toEqual([]);
    const { url: _, ...kept } = made;
    expect(await exportOf(beside, wilma, { id })).toMatchObject(kept);
  });

  it('is made from the beginning at the next try', async () => {
    const ursula = await forum.guest('Ursula');
    let tries = 0;
    noticesOf(forum, async function* () {
      yield [{ note: much() }];
      tries += 1;
      if (tries < 3) throw new Error('The disk made a noise');
    });
    const { id } = await askForExport(forum, ursula);
    await until('it was tried', () => tries > 0);
    expect((await exportOf(forum, ursula, { id })).state).toBe('waiting');
    for (let wait = 0; wait < 3; wait += 1) {
      forum.clock.pass(hours(1));
      await forum.service(Jobs).runDue();
    }
    const made = await exportOf(forum, ursula, { id });
    const files = await filesAt(forum, made.url ?? '');
    // Once for programs, once for people.
    expect([tries, partOf(files, 'notices').length]).toEqual([4, 1]);
  });

  it('has failed, and says so, when five tries came to nothing; then one may be asked for anew', async () => {
    const viola = await forum.guest('Viola');
    const broken = noticesOf(forum, async function* () {
      yield [{ note: much() }];
      throw new Error('The disk made a noise');
    });
    const { id } = await askForExport(forum, viola);
    for (let wait = 0; wait < 8; wait += 1) {
      forum.clock.pass(hours(1));
      await forum.service(Jobs).runDue();
    }
    const failed = await exportOf(forum, viola, { id });
    expect(failed).toEqual({ id, state: 'failed', failure: 'internal', createdAt: expect.any(String) });
    expect(await chunksOf(id)).toBe(0);
    broken.mockRestore();
    const again = await askForExport(forum, viola);
    expect(again.id).not.toBe(id);
    expect((await madeExport(forum, viola, again)).state).toBe('ready');
  });

  it('has failed as too large where it is more than EXPORT_MEGABYTES, and keeps nothing of it', async () => {
    const waltraud = await forum.guest('Waltraud');
    noticesOf(forum, async function* () {
      for (let n = 0; n < 4; n += 1) yield [{ note: much() }];
    });
    const { id } = await madeExport(forum, waltraud, await askForExport(forum, waltraud));
    expect(await exportOf(forum, waltraud, { id })).toMatchObject({ state: 'failed', failure: 'too_large' });
    expect(await chunksOf(id)).toBe(0);
  });
});

describe('the page of an export', () => {
  it('holds whatever anybody wrote as text: no script, nothing that is fetched, no element but its own', async () => {
    const forum = await startForum({ database: 'sqlite', env: { JOBS_POLL: '60000' } });
    const rows = ODD_TEXTS.map(({ input }) => ({
      note: input,
      url: input,
      name: input,
      kind: input,
      at: '2026-01-01T00:00:00Z',
    }));
    const calm = rows.map(() => ({ note: 'x', url: 'x', name: 'x', kind: 'x', at: '2026-01-01T00:00:00Z' }));
    const pageOf = async (notices: typeof rows) => {
      const spy = noticesOf(forum, async function* () {
        yield notices;
      });
      const files = await exported(forum, forum.ana);
      spy.mockRestore();
      return files.get('index.html') ?? '';
    };
    const page = await pageOf(rows);
    const elements = elementsOf(page);
    const names = (html: string) =>
      elementsOf(html)
        .map(({ tagName }) => tagName)
        .filter((name) => name !== 'a');
    expect(names(page)).toEqual(names(await pageOf(calm)));
    const attributes = elements.flatMap((element) => Object.entries(attributesOf(element)));
    expect(attributes.filter(([name]) => /^on|^src|^style$|^action$/.test(name))).toEqual([]);
    expect(attributes.filter(([name, value]) => name === 'href' && !/^(#[a-z]+$|https?:\/\/)/.test(value))).toEqual([]);
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`);
    expect(rows.length).toBeGreaterThan(100);
  });
});
