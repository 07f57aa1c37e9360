import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import { Life, steps } from '../support/life.js';
import type { Person } from '../support/person.js';

/** Each row names something that is stored and should be what a count of the things themselves gives. */
const RECOUNTS = {
  'messages of a thread': `SELECT t.id FROM threads t WHERE t.message_count <>
    (SELECT COUNT(*) FROM messages m WHERE m.thread_id = t.id AND m.state = 'published')`,
  'the position of a thread': `SELECT t.id FROM threads t WHERE t.position <>
    (SELECT COUNT(*) FROM thread_events e WHERE e.thread_id = t.id)
    OR t.position <> (SELECT COALESCE(MAX(e.position), 0) FROM thread_events e WHERE e.thread_id = t.id)`,
  'replies of a message': `SELECT m.id FROM messages m WHERE m.reply_count <>
    (SELECT COUNT(*) FROM messages r WHERE r.parent_id = m.id AND r.visible = TRUE)`,
  'what has a place on the page': `SELECT m.id FROM messages m WHERE m.visible <>
    (m.state = 'published' OR EXISTS (SELECT 1 FROM messages r WHERE r.parent_id = m.id AND r.visible = TRUE))`,
  'what is on the page has a place in the order': `SELECT id FROM messages WHERE visible = TRUE AND position IS NULL`,
  'up-votes': `SELECT m.id FROM messages m WHERE m.up <> (SELECT COUNT(*) FROM votes v WHERE v.message_id = m.id AND v.value = 1)`,
  'down-votes': `SELECT m.id FROM messages m WHERE m.down <> (SELECT COUNT(*) FROM votes v WHERE v.message_id = m.id AND v.value = -1)`,
  'open reports': `SELECT m.id FROM messages m WHERE m.open_reports <>
    (SELECT COUNT(*) FROM reports r WHERE r.message_id = m.id AND r.state = 'open')`,
  'published messages of a member': `SELECT a.id FROM members a WHERE a.published_count <>
    (SELECT COUNT(*) FROM messages m WHERE m.author_id = a.id AND m.position IS NOT NULL)`,
} as const;

eachDatabase('what is counted', (database) => {
  let forum: Forum;
  let readers: Person[];
  beforeAll(async () => {
    forum = await startForum({ database });
    await forum.changeSite('default', { settings: { holdAfterReports: 3 } });
    readers = [forum.ana, forum.ben, ...(await Promise.all(['Cleo', 'Dora', 'Emil'].map((name) => forum.guest(name))))];
  });

  const recount = async () => {
    const wrong = await Promise.all(
      Object.entries(RECOUNTS).map(async ([what, sql]) => [what, await forum.connections.read.query(sql)] as const),
    );
    return Object.fromEntries(wrong.filter(([, rows]) => (rows as unknown[]).length > 0));
  };

  it('is what a recount says, after whatever people have done', async () => {
    const life = fc.asyncProperty(steps(60), async (all) => {
      await new Life(forum, await forum.article(), readers).live(all);
      expect(await recount()).toEqual({});
    });
    await fc.assert(life, { numRuns: 8 });
  }, 120_000);

  it('is what a recount says when all of it is done at once', async () => {
    const [all = []] = fc.sample(steps(200), { numRuns: 1, seed: 7 });
    const life = new Life(forum, await forum.article(), readers);
    await life.live(all.filter(({ what }) => what === 'post' || what === 'reply').slice(0, 30));
    const parts = Array.from({ length: 8 }, (_, n) => all.filter((_step, at) => at % 8 === n));
    await Promise.all(parts.map((part) => life.live(part)));
    expect(await recount()).toEqual({});
  }, 60_000);

  it('would be found out if it were wrong', async () => {
    const { write } = forum.connections;
    for (const change of ['message_count = message_count + 1', 'position = position + 1']) {
      await write.query(`UPDATE threads SET ${change} WHERE id = '${forum.thread.id}'`);
      expect(Object.keys(await recount())).toHaveLength(1);
      await write.query(`UPDATE threads SET ${change.replace('+', '-')} WHERE id = '${forum.thread.id}'`);
    }
    expect(await recount()).toEqual({});
  });
});
