import { beforeAll, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { StaffService } from '../../src/members/staff/staff.service.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

/** Row 43: `%` and `_` are letters like any other, and no pattern of LIKE. */
eachDatabase('a wildcard of SQL', (database) => {
  let forum: Forum;
  let message: MessageView;
  beforeAll(async () => {
    forum = await startForum({ database });
    message = await forum.as(forum.ana).post(forum.thread, 'Good morning.');
    await forum.as(forum.ben).report(message);
  });

  /** What would find a word if it were taken for a pattern. */
  const patterns = (word: string) => ['%', `${word.slice(0, 3)}%`, `_${word.slice(1)}`, '_'.repeat(word.length)];

  it('finds nobody by a mail address (row 43)', async () => {
    const members = forum.service(StaffService);
    for (const email of ['m_a@example.com', 'mi%@example.com', '___@example.com', '%@example.com'])
      await expect(members.staffToken(email)).rejects.toMatchObject({ code: 'member_not_found' });
    const other = await members.addStaff('m_a@example.com', 'moderator', 'default', 'Another');
    expect(other.id).not.toBe(forum.mia.id);
  });

  it('finds nothing by an id, of whatever kind (row 43)', async () => {
    const mia = forum.as(forum.mia);
    const ways: readonly [string, (id: string) => string][] = [
      [forum.thread.id, (id) => `/threads/${id}`],
      [forum.thread.id, (id) => `/threads/${id}/messages`],
      [forum.thread.id, (id) => `/threads/${id}/events`],
      [forum.thread.id, (id) => `/threads/${id}/mine`],
      [message.id, (id) => `/messages/${id}`],
      [message.id, (id) => `/messages/${id}/context`],
      [message.id, (id) => `/threads/${forum.thread.id}/messages?parent=${id}`],
      [forum.ana.id, (id) => `/moderation/members/${id}`],
      ['default', (id) => `/moderation/queue?site=${id}`],
      ['default', (id) => `/moderation/log?site=${id}`],
      ['default', (id) => `/counts?site=${id}&url=http://localhost/`],
    ];
    for (const [word, address] of ways) {
      expect((await mia.ask('GET', address(word))).status).toBe(200);
      for (const pattern of patterns(word)) {
        const { status, text } = await mia.ask('GET', address(encodeURIComponent(pattern)));
        expect([address(pattern), status, text.includes(word)]).toEqual([address(pattern), 404, false]);
      }
    }
  });

  it('finds no article by its address or its key (row 43)', async () => {
    const { id } = await forum.anyone.openThread({ site: 'default', url: 'http://localhost/ferry', key: 'ferry' });
    await forum.as(forum.ana).post({ id }, 'Ahoy.');
    for (const [url, key] of [
      ['http://localhost/f_rry', undefined],
      ['http://localhost/%25', undefined],
      ['http://localhost/other', 'f_rry'],
      ['http://localhost/another', '%'],
    ] as const) {
      const found = await forum.anyone.openThread({ site: 'default', url, ...(key === undefined ? {} : { key }) });
      expect(found).toMatchObject({ messageCount: 0 });
      expect(found.id).not.toBe(id);
    }
    const counts = await forum.anyone.counts('default', ['http://localhost/ferry', 'http://localhost/%25rry']);
    expect(counts).toEqual({ 'http://localhost/ferry': 1, 'http://localhost/%25rry': 0 });
  });
});
