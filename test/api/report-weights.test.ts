import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { addressHash, worthOf } from '../../src/moderation/reports/report-weights.js';
import { minutes } from '../support/clock.js';
import { eachDatabase } from '../support/databases.js';
import { startForum, type Forum } from '../support/forum.js';
import type { Person } from '../support/person.js';

eachDatabase('reports that take a message off the page', (database) => {
  let forum: Forum;
  let old: Person[];
  beforeAll(async () => {
    const env = { RATE_LIMITS: 'on', TRUST_PROXY: '1', GUESTS_PER_HOUR: '1000' };
    forum = await startForum({ database, env });
    await forum.addSite('touchy', { settings: { holdAfterReports: 3 } });
    old = await Promise.all(Array.from({ length: 5 }, (_, n) => forum.guest(`Regular ${n}`)));
    forum.clock.pass(minutes(30));
  });

  const post = async (who = forum.ana, text = 'All ferrymen lie.') =>
    forum.as(who).post(await forum.article({ site: 'touchy' }), text);
  const report = (who: Person, { id }: Pick<MessageView, 'id'>, from: string) =>
    forum
      .as(who)
      .ask('POST', `/messages/${id}/reports`, { body: { reason: 'abuse' }, headers: { 'x-forwarded-for': from } });
  const addresses = ['192.0.2.1', '198.51.100.7', '203.0.113.9', '192.0.2.4', '192.0.2.5'];
  const isThere = async (message: MessageView) =>
    (await forum.anyone.page({ id: message.threadId })).messages.some(({ id }) => id === message.id);
  const item = async ({ id }: MessageView, kind: 'held' | 'reported') =>
    (await forum.as(forum.olga).queue({ kind, site: 'touchy', limit: 100 })).items.find(
      ({ message }) => message.id === id,
    );

  it('are those of three readers from three addresses; an approval stands until the text is another', async () => {
    const message = await post();
    for (const n of [0, 1]) await report(old[n]!, message, addresses[n]!);
    expect(await isThere(message)).toBe(true);
    await report(old[2]!, message, addresses[2]!);
    expect(await isThere(message)).toBe(false);
    const { message: approved } = await forum.as(forum.olga).decide((await item(message, 'held'))!.message, 'approve');
    for (const n of [0, 1, 2, 3]) expect((await report(old[n]!, message, addresses[n]!)).status).toBe(201);
    expect(await isThere(message)).toBe(true);
    expect(await item(message, 'reported')).toMatchObject({ reportCounts: { total: 4 } });
    await forum.as(forum.ana).edit(approved, 'All ferrymen lie and steal.');
    expect((await report(old[4]!, message, addresses[4]!)).status).toBe(201);
    expect(await isThere(message)).toBe(false);
  });

  it.each([
    ['one address', ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.1']],
    ['one /64', ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:3::1', '2001:db8:1:2::4', '2001:db8:1:2::5']],
    ['one /48', ['2001:db8:1:2::1', '2001:db8:1:300::2', '2001:db8:1:4::1', '2001:db8:1:5::4', '2001:db8:1:6::5']],
    [
      'one IPv4 address in two spellings',
      ['192.0.2.9', '::ffff:192.0.2.9', '192.0.2.9', '::ffff:192.0.2.9', '192.0.2.9'],
    ],
  ])('are not those of five names of %s', async (_, from) => {
    const message = await post(forum.ana, `Said to ${from[1]}.`);
    for (const [n, address] of from.entries()) expect((await report(old[n]!, message, address)).status).toBe(201);
    expect(await isThere(message)).toBe(true);
    expect(await item(message, 'reported')).toMatchObject({ reportCounts: { total: 5 } });
  });

  it('are not those of three guests who have just come; six of them are', async () => {
    const message = await post();
    const fresh = await Promise.all(Array.from({ length: 6 }, (_, n) => forum.guest(`New ${n} ${database}`)));
    for (const [n, guest] of fresh.entries()) {
      expect(await isThere(message)).toBe(true);
      await report(guest, message, `203.0.113.${n + 20}`);
    }
    expect(await isThere(message)).toBe(false);
  });

  it('only queue what staff has said', async () => {
    const message = await post(forum.olga, 'Please stay calm.');
    for (const [n, address] of addresses.entries()) await report(old[n]!, message, address);
    expect(await isThere(message)).toBe(true);
    expect(await item(message, 'reported')).toBeDefined();
  });

  it('keep no address, and after a decision not even its hash', async () => {
    const message = await post();
    await report(old[0]!, message, '192.0.2.77');
    const kept = () =>
      forum.connections.write.query<{ address_hash: string }[]>(
        `SELECT address_hash FROM reports WHERE message_id = '${message.id}'`,
      );
    expect(await kept()).toEqual([{ address_hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    await forum.as(forum.olga).decide(message, 'approve');
    expect(await kept()).toEqual([{ address_hash: '' }]);
  });
});

describe('where a report came from', () => {
  it('is one block of addresses on one message, and cannot be followed to another', () => {
    const from = (message: string, address: string) => addressHash('secret', message, address);
    expect(from('m1', '2001:db8:1:2::/64')).toBe(from('m1', '2001:db8:1:3::/64'));
    expect(from('m1', '2001:db8:1:2::/64')).not.toBe(from('m1', '2001:db8:2:2::/64'));
    expect(from('m1', '192.0.2.1')).not.toBe(from('m2', '192.0.2.1'));
  });
});

describe('what reports are worth', () => {
  it.each([
    [[], 0],
    [[['a', 100]], 1],
    [
      [
        ['a', 100],
        ['a', 100],
      ],
      1,
    ],
    [
      [
        ['a', 50],
        ['a', 100],
      ],
      1,
    ],
    [
      [
        ['', 100],
        ['', 100],
      ],
      2,
    ],
    [
      [
        ['a', 50],
        ['b', 50],
        ['c', 100],
      ],
      2,
    ],
  ] as const)('%j: %d', (reports, worth) => {
    expect(
      worthOf(
        reports.map(([addressHash, weight]) => ({ addressHash, weight })),
        0,
      ),
    ).toBe(worth);
  });

  it('counts further ones of an address by the share that is set', () => {
    expect(
      worthOf(
        [
          { addressHash: 'a', weight: 100 },
          { addressHash: 'a', weight: 50 },
        ],
        20,
      ),
    ).toBe(1.1);
  });
});
