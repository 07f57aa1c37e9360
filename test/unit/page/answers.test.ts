import { describe, expect, it } from '@jest/globals';
import type { MessageView, PageAnswer } from '../../../src/messages/messages.schema.js';
import {
  counted,
  eventsSince,
  isAbout,
  replayed,
  takePage,
  takeWhole,
} from '../../../src/web/forum/stream/answers/merge.js';
import type { Meanwhile } from '../../../src/web/forum/state/store.js';
import { after, eventOf, idsOf, messageOf, pageOf, posted, removed, threadAt } from '../../support/page-state.js';

const nothing = (): Meanwhile => ({ totals: new Map(), voted: new Set(), own: new Set() });
const heard = (id: string, up: number): Meanwhile => ({ ...nothing(), totals: new Map([[id, { up, down: 0 }]]) });
/** The page at 103, after three events. */
const page = () =>
  after(posted(messageOf('m101')), posted(messageOf('m102')), removed('m1'))(pageOf([messageOf('m1')]));
const answerAt = (position: number, ids: readonly string[], more: Partial<PageAnswer['thread']> = {}): PageAnswer => ({
  thread: threadAt(position, { title: 'Read anew', messageCount: ids.length, ...more }),
  messages: ids.map((id) => messageOf(id)),
  next: null,
});

describe('the events since a position', () => {
  const positions = (position: number) => eventsSince(page(), position)?.map((event) => event.position) ?? null;

  it('are those that an answer of then lacks', () => {
    expect([103, 102, 101, 100].map(positions)).toEqual([[], [103], [102, 103], [101, 102, 103]]);
  });

  it('are none for an answer that is further than the page', () => {
    expect(positions(110)).toEqual([]);
  });

  it('are not known further back than the page remembers', () => {
    expect(positions(99)).toBeNull();
  });
});

describe('an event', () => {
  it('is about the message that it tells of, and a change of the discussion about none', () => {
    expect([isAbout('m1')(removed('m1')), isAbout('m2')(removed('m1'))]).toEqual([true, false]);
    expect([isAbout('m1')(posted(messageOf('m1'))), isAbout('m2')(posted(messageOf('m1')))]).toEqual([true, false]);
    const edited = eventOf('message.edited', { message: messageOf('m1') });
    expect([isAbout('m1')(edited), isAbout('m2')(edited)]).toEqual([true, false]);
    expect(isAbout('t')(eventOf('thread.changed', { thread: threadAt() }))).toBe(false);
  });
});

describe('a page that is read anew', () => {
  it('stands instead of the one that there was, in the order that was asked for', () => {
    const before = { ...page(), glowing: ['m102'], waiting: ['m101'], came: 5, focus: 'm1', earlier: 'm0', readers: 7 };
    const now = takePage(before, answerAt(103, ['m8', 'm9']), 'newest', nothing())!;
    expect(idsOf(now)).toEqual(['m8', 'm9']);
    expect(Object.keys(now.messages)).toEqual(['m8', 'm9']);
    expect(now).toMatchObject({ sort: 'newest', focus: null, earlier: null, readers: 7, came: 5 });
    expect(now).toMatchObject({ waiting: [], glowing: [], recent: [], thread: { title: 'Read anew', position: 103 } });
  });

  it('and is older than what was heard since gets that, too, without any glow or news', () => {
    const before = { ...page(), came: 2 };
    const now = takePage(before, answerAt(101, ['m1', 'm101']), 'oldest', nothing())!;
    expect(idsOf(now)).toEqual(['m101', 'm102']);
    expect(now.thread).toMatchObject({ position: 103, messageCount: 2 });
    expect(now).toMatchObject({ glowing: [], came: 2, waiting: [] });
    expect(now.recent).toBe(before.recent);
  });

  it('and is older than all that is remembered is not taken: it is asked for again', () => {
    expect(takePage(page(), answerAt(99, ['m1']), 'oldest', nothing())).toBeNull();
  });

  it('of another history is taken as it is, however old it seems', () => {
    const now = takePage(page(), answerAt(5, ['m1'], { epoch: 'second' }), 'oldest', nothing())!;
    expect(idsOf(now)).toEqual(['m1']);
    expect(now).toMatchObject({ recent: [], thread: { position: 5, epoch: 'second' } });
  });

  it('shows the votes that were heard while it was on its way', () => {
    const now = takePage(page(), answerAt(103, ['m8', 'm9']), 'oldest', heard('m9', 4))!;
    expect(now.messages['m9']!.votes).toEqual({ up: 4, down: 0 });
    expect(now.messages['m8']!.votes).toEqual({ up: 0, down: 0 });
  });

  it('may be a conversation alone', () => {
    const whole = { ...pageOf([messageOf('m7')]), focus: 'm7' };
    expect(takeWhole(page(), { ...whole, thread: threadAt(104) }, nothing())).toMatchObject({ focus: 'm7', came: 0 });
  });
});

describe('votes that were heard', () => {
  it('are those of messages that are on the page', () => {
    const now = counted(pageOf([messageOf('m1')]), {
      totals: new Map([...heard('m1', 3).totals, ...heard('m5', 9).totals]),
    } as Meanwhile);
    expect(now.messages).toEqual({ m1: messageOf('m1', { votes: { up: 3, down: 0 } }) });
  });
});

describe('a part that is brought up to now', () => {
  it('shows at once what came since: nobody has read it yet', () => {
    const reply = messageOf('m101', { parentId: 'm1' });
    const now = replayed(pageOf([messageOf('m1')]), [posted(reply)]);
    expect(now).toMatchObject({ waiting: [], branches: { m1: { ids: ['m101'] } } });
    expect((now.messages['m1'] as MessageView).replyCount).toBe(1);
  });
});
