import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Member } from '../../src/members/member.entity.js';
import { skeleton } from '../../src/members/names/names.js';
import { refusalOf } from '../support/answer.js';
import { corpus } from '../support/corpus.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('the name of a guest', (database) => {
  let forum: Forum;
  beforeAll(async () => {
    forum = await startForum({ database });
  });

  /** Somebody whose name is proven, as a sign-in will one day make them. */
  async function verified(name: string): Promise<void> {
    await forum.connections.write.manager.insert(Member, {
      id: randomUUID(),
      name,
      nameSkeleton: skeleton(name),
      kind: 'verified',
      email: null,
      publishedCount: 0,
      entitlements: null,
      createdAt: forum.clock.now(),
    });
  }

  it.each([
    '',
    ' ',
    '…',
    '\u200b\u200b',
    '\u2800',
    'x'.repeat(41),
    'x'.repeat(201),
    'evil.com',
    'Buy at evil.shop',
    'https://evil.example',
    'ana@example.com',
    '@ana',
    'evil。com',
  ])('cannot be %j (row 10)', async (name) => {
    const refusal = await refusalOf(forum.guest(name));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request', details: [{ path: 'name' }] });
  });

  it('is no known look-alike of somebody else’s (row 82)', async () => {
    const lines = corpus<{ protected: string }>('homoglyph');
    for (const name of new Set(lines.map((line) => line.protected))) await verified(name);
    const accepted: string[] = [];
    for (const line of lines) {
      const { status } = await forum.anyone.ask('POST', '/guests', { body: { name: line.input } });
      if (status < 400) accepted.push(`${line.id}: ${line.input} beside ${line.protected}`);
    }
    expect(accepted).toEqual([]);
  });
});
