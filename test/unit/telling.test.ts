import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { readConfig } from '../../src/config/read-config.js';
import type { Tx } from '../../src/database/transactions.js';
import { EventBus } from '../../src/events/event-bus.js';
import { REACH, type ForumEvent } from '../../src/events/forum-event.js';
import { QueueLog, type QueueEventInput } from '../../src/events/queue-log.js';
import type { QueueLogRepository } from '../../src/events/queue-log.repository.js';
import { until } from '../support/until.js';

const site: ForumEvent = { name: 'site.changed', siteId: 'gazette' };
const member: ForumEvent = { name: 'member.changed', memberId: 'ana' };

describe('what is committed', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is told to all who asked for it, in order, and to nobody else', () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const bus = new EventBus();
    const heard: string[] = [];
    bus.on('site.changed', ({ siteId }) => void heard.push(`one ${siteId}`));
    bus.on('site.changed', ({ siteId }) => void heard.push(`other ${siteId}`));
    bus.on('member.changed', ({ memberId }) => void heard.push(memberId));
    bus.publish([site, member, { name: 'job.enqueued' }]);
    expect(heard).toEqual(['one gazette', 'other gazette', 'ana']);
    expect(logged).not.toHaveBeenCalled();
  });

  it('in this process is passed on, and what another told is not sent back', () => {
    const bus = new EventBus();
    const [own, heard]: [string[], string[]] = [[], []];
    bus.onOwn(({ name }) => void own.push(name));
    bus.on('member.changed', ({ name }) => void heard.push(name));
    bus.publish([site]);
    bus.publishRelayed(member);
    expect([own, heard]).toEqual([['site.changed'], ['member.changed']]);
  });

  it('is told to the others, too, where a listener fails, at once or later, and the failure is in the log', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue(undefined);
    const bus = new EventBus();
    const heard: string[] = [];
    const broken = new Error('It is broken');
    bus.on('site.changed', () => {
      throw broken;
    });
    bus.on('site.changed', () => Promise.reject('late'));
    bus.on('site.changed', ({ siteId }) => void heard.push(siteId));
    bus.publish([site]);
    expect(heard).toEqual(['gazette']);
    await until('both are in the log', () => logged.mock.calls.length === 2);
    expect(logged.mock.calls).toEqual([
      ['A listener of site.changed failed', broken.stack],
      ['A listener of site.changed failed', 'late'],
    ]);
  });

  it('comes from a process that is no other', () => {
    expect(new EventBus().process).not.toBe(new EventBus().process);
  });

  it('goes as far as those who follow, to every process, or nowhere', () => {
    const of = (reach: string) => Object.entries(REACH).flatMap(([name, how]) => (how === reach ? [name] : []));
    expect(of('thread')).toEqual([
      ...['thread.event', 'votes.changed', 'member.typing', 'readers.counted', 'readers.asked'],
    ]);
    expect(of('here')).toEqual(['job.enqueued']);
    expect(of('everywhere')).toHaveLength(Object.keys(REACH).length - 6);
  });
});

describe('what changes a queue', () => {
  /** A log of queues that keeps so many events, what is written into it, and what is told. */
  function logOf(kept: string) {
    const written: unknown[] = [];
    const emitted: ForumEvent[] = [];
    const swept: unknown[] = [];
    const repository = {
      advance: async () => 230,
      append: async (_tx: Tx, row: unknown) => void written.push(row),
      appendAll: async (_tx: Tx, event: object, messageIds: readonly string[]) => {
        written.push({ ...event, messageIds });
        return 230;
      },
      sweep: async (_tx: Tx, ...what: unknown[]) => void swept.push(what),
    };
    const tx = { now: 5, emit: (each: ForumEvent) => emitted.push(each) } as unknown as Tx;
    const log = new QueueLog(readConfig({ QUEUE_EVENTS_KEPT: kept }), repository as unknown as QueueLogRepository);
    return { log, tx, written, emitted, swept };
  }
  async function happens(event: Partial<QueueEventInput>, kept = '100') {
    const { log, tx, ...became } = logOf(kept);
    await log.append(tx, { siteId: 'gazette', messageId: 'm1', waited: false, waits: false, ...event });
    return became;
  }

  it.each([
    ['entered', { waits: true }],
    ['changed', { waited: true, waits: true }],
    ['left', { waited: true }],
  ])('is written down as what it is: %s', async (move, event) => {
    const { written, emitted } = await happens(event);
    const nobody = { byId: null, byName: null, decision: null };
    expect(written).toEqual([{ siteId: 'gazette', position: 230, move, messageId: 'm1', ...nobody, at: 5 }]);
    expect(emitted).toEqual([{ name: 'queue.advanced', siteId: 'gazette', position: 230 }]);
  });

  it('says who decided, and what, also on what waited for nobody', async () => {
    const by = { id: 'mia', name: 'Mia' };
    expect((await happens({ by, decision: 'spam' })).written).toEqual([
      expect.objectContaining({ move: 'left', byId: 'mia', byName: 'Mia', decision: 'spam' }),
    ]);
  });

  it('is nothing where a message neither waited nor waits', async () => {
    expect(await happens({})).toEqual({ written: [], emitted: [], swept: [] });
  });

  it('is kept for as many events as the config says', async () => {
    expect((await happens({ waits: true }, '100')).swept).toEqual([['gazette', 130]]);
  });

  it('at once, as all of a discussion that is deleted, is told once, and not at all where nothing waited', async () => {
    const { log, tx, written, emitted, swept } = logOf('100');
    const move = { siteId: 'gazette', move: 'left', by: { id: 'mia', name: 'Mia' } } as const;
    await log.appendAll(tx, move, []);
    expect([written, emitted, swept]).toEqual([[], [], []]);
    await log.appendAll(tx, move, ['m1', 'm2']);
    const event = { siteId: 'gazette', at: 5, move: 'left', byId: 'mia', byName: 'Mia' };
    expect(written).toEqual([{ ...event, messageIds: ['m1', 'm2'] }]);
    expect(emitted).toEqual([{ name: 'queue.advanced', siteId: 'gazette', position: 230 }]);
    expect(swept).toEqual([['gazette', 130]]);
  });
});
