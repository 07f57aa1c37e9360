import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { refusalOf } from '../support/answer.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';

eachDatabase('a text', (database) => {
  let forum: Forum;
  let thread: ThreadView;
  beforeAll(async () => {
    forum = await startForum({ database });
  });
  beforeEach(async () => {
    thread = await forum.article();
  });

  describe('of which nothing is seen on the page', () => {
    const EMPTY = [
      ...['#', '##', '-', '*', '+', '- \n- ', '1.\n2.', '>', '> >', '> -', '---', '***', '- - -', '```\n```', '    '],
      ...[
        '&nbsp;',
        '&#32;&#9;',
        '&ZeroWidthSpace;',
        '&#8203;',
        '&shy;',
        '&#x2800;',
        '&#12644;',
        '# &nbsp;',
        '> &nbsp;',
      ],
    ];

    it('is refused as an empty one, whether it is new or an edit', async () => {
      const ana = forum.as(forum.ana);
      const message = await ana.post(thread, 'Something to read.');
      for (const text of EMPTY) {
        const refusals = [await refusalOf(ana.post(thread, text)), await refusalOf(ana.edit(message, text))];
        for (const refusal of refusals)
          expect([text, refusal]).toMatchObject([text, { status: 422, details: { rule: 'length', least: 1 } }]);
      }
    });
  });

  it('of sources alone is published, and they are there to be read', async () => {
    const message = await forum.as(forum.mia).post(thread, '[1]: https://example.com/source');
    expect(message).toMatchObject({
      state: 'published',
      html: expect.stringContaining('>https://example.com/source</a>'),
    });
  });

  it.each(['I was there.It was sad.', 'Ende.Am Abend', 'See README.md', 'Dr.No was better'])(
    'of a newcomer without an address does not wait: %s',
    async (text) => {
      expect((await forum.as(await forum.guest('Paul')).post(thread, text)).state).toBe('published');
    },
  );

  it.each(['www.shop.example', 'https://shop.example/', '[here](https://shop.example/)'])(
    'of a newcomer with one does: %s',
    async (text) => {
      expect((await forum.as(await forum.guest('Paul')).post(thread, text)).state).toBe('held');
    },
  );
});
