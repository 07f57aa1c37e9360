import { describe, expect, it } from '@jest/globals';
import { applyAll } from '../../../src/web/forum/state/apply.js';
import {
  after,
  ana,
  AT,
  byAna,
  countOf,
  emptyPlace,
  eventOf,
  idsOf,
  messageOf,
  pageOf,
  posted,
  removed,
  restored,
  threadAt,
} from '../../support/page-state.js';

/** m1 with the replies m2 and m3, and m4. */
const talk = () =>
  pageOf([
    messageOf('m1', {
      replyCount: 2,
      replies: { messages: [messageOf('m2', { parentId: 'm1' }), messageOf('m3', { parentId: 'm1' })], next: null },
    }),
    messageOf('m4'),
  ]);
const outgoing = (key: string, echo?: string) =>
  ({ key, parentId: null, text: 'Hello', name: '', at: AT, state: 'sending', ...(echo ? { echo } : {}) }) as const;
const ownHeld = (id: string) => ({ ...messageOf(id, { ...byAna, state: 'held', position: null }) });

describe('a message that somebody posts', () => {
  it('stands on the page, counts, glows and is news', () => {
    const page = after(posted(messageOf('m101')))(talk());
    expect(idsOf(page)).toEqual(['m1', 'm4', 'm101']);
    expect(page).toMatchObject({ came: 1, glowing: ['m101'], waiting: [] });
    expect(page.thread).toMatchObject({ position: 101, messageCount: 11 });
  });

  it('is no news to who has written it, and to nobody where it is gone already', () => {
    const signedIn = { ...talk(), me: ana };
    expect(after(posted(messageOf('m101', byAna)))(signedIn).came).toBe(0);
    expect(after(posted(messageOf('m101')))(signedIn).came).toBe(1);
    expect(after(posted(messageOf('m101', emptyPlace)))(talk()).came).toBe(0);
    expect(after(posted(messageOf('m101', emptyPlace)))(signedIn).came).toBe(1);
  });

  it('is one reply more to what it answers, and to nothing else', () => {
    const page = after(posted(messageOf('m101', { parentId: 'm1' })))(talk());
    expect(idsOf(page, 'm1')).toEqual(['m2', 'm3', 'm101']);
    expect(['m1', 'm2', 'm4'].map((id) => countOf(page, id))).toEqual([3, 0, 0]);
  });

  it('has the replies that the page has counted, not those of when it was told', () => {
    expect(countOf(after(posted(messageOf('m101', { replyCount: 7 })))(talk()), 'm101')).toBe(0);
  });

  it('that is on the page already is counted there once', () => {
    const own = after(posted(messageOf('m3', { parentId: 'm1', revision: 2 })))(talk());
    expect(idsOf(own, 'm1')).toEqual(['m2', 'm3']);
    expect(countOf(own, 'm1')).toBe(2);
    expect(own.messages['m3']!.revision).toBe(2);
    expect(own.glowing).toEqual([]);
  });

  it('waits behind “N new” where it would move what is read', () => {
    const page = after(posted(messageOf('m101')), posted(messageOf('m102')))(talk(), false);
    expect(idsOf(page)).toEqual(['m1', 'm4']);
    expect(page).toMatchObject({ waiting: ['m101', 'm102'], glowing: [] });
    expect(page.messages['m101']).toMatchObject({ html: '<p>m101</p>' });
  });

  it('under one that is not on the page is not kept', () => {
    const page = after(posted(messageOf('m101', { parentId: 'far' })))(talk());
    expect(page.messages['m101']).toBeUndefined();
    expect(page.branches['far']).toBeUndefined();
    expect(page.thread.messageCount).toBe(11);
  });

  it('beyond what is loaded is not kept either: the next page brings it', () => {
    const page = after(posted(messageOf('m101')))(pageOf([messageOf('m1')], { next: 'cursor' }));
    expect(idsOf(page)).toEqual(['m1']);
    expect(page.messages['m101']).toBeUndefined();
  });

  it('brings back the empty places above it, the topmost first, each with one reply', () => {
    const places = [
      messageOf('m6', { ...emptyPlace, parentId: 'm5', replyCount: 9 }),
      messageOf('m5', { ...emptyPlace, parentId: 'm4', replyCount: 9 }),
    ];
    const page = after(posted(messageOf('m101', { parentId: 'm6' }), { places }))(talk());
    expect([idsOf(page, 'm4'), idsOf(page, 'm5'), idsOf(page, 'm6')]).toEqual([['m5'], ['m6'], ['m101']]);
    expect(['m4', 'm5', 'm6', 'm101'].map((id) => countOf(page, id))).toEqual([1, 1, 1, 0]);
  });
});

describe('one’s own message', () => {
  const page = () => ({
    ...talk(),
    me: ana,
    held: [ownHeld('m101'), ownHeld('m102')],
    outbox: [outgoing('k1', 'e1'), outgoing('k2', 'e2'), outgoing('k3')],
  });

  it('that was held stands on the page once it is approved, and is held no more', () => {
    const shown = after(posted(messageOf('m101', byAna)))(page(), false);
    expect(shown.held.map(({ id }) => id)).toEqual(['m102']);
    expect(idsOf(shown)).toEqual(['m1', 'm4', 'm101']);
    expect(shown.waiting).toEqual([]);
    expect(shown.outbox).toHaveLength(3);
  });

  it('that was on its way has arrived when its echo is heard', () => {
    const shown = after(posted(messageOf('m103', byAna), { echo: 'e1' }))(page(), false);
    expect(shown.outbox.map(({ key }) => key)).toEqual(['k2', 'k3']);
    expect(idsOf(shown)).toEqual(['m1', 'm4', 'm103']);
  });

  it('without an echo ends no post that is on its way', () => {
    const shown = after(posted(messageOf('m103', byAna)))(page(), false);
    expect(shown.outbox).toHaveLength(3);
    expect(shown.waiting).toEqual(['m103']);
    expect(after(restored(messageOf('m103', byAna)))(page(), false).outbox).toHaveLength(3);
  });

  it('stands there however little of its branch is loaded', () => {
    const little = { ...pageOf([messageOf('m1')], { next: 'cursor' }), me: ana, held: [ownHeld('m101')] };
    expect(idsOf(after(posted(messageOf('m101', byAna)))(little))).toEqual(['m1', 'm101']);
  });

  it('that was taken away since stays in sight, and what became of it is asked for', () => {
    const shown = after(posted(messageOf('m101', emptyPlace), { echo: 'e1' }))(page());
    expect(shown).toMatchObject({ readings: 1, held: [{ id: 'm101' }, { id: 'm102' }] });
    expect(shown.outbox.map(({ key }) => key)).toEqual(['k2', 'k3']);
  });

  it('that is removed has what became of it asked for; another’s has not', () => {
    const mine = after(posted(messageOf('m104', byAna)))({ ...talk(), me: ana });
    expect(after(removed('m104'))(mine).readings).toBe(1);
    expect(after(removed('m104', { kept: true }))(mine).readings).toBe(1);
    expect(after(removed('m4'))(mine).readings).toBe(0);
    expect(after(removed('m4'))(talk()).readings).toBe(0);
    expect(after(removed('unknown'))(mine).readings).toBe(0);
    expect(after(removed('m104', { kept: true }), removed('m104'))(mine).readings).toBe(1);
  });
});

describe('an edited message', () => {
  it('has its new text, and the replies that it had', () => {
    const edited = messageOf('m1', { revision: 2, html: '<p>Mended</p>', replyCount: 0 });
    const page = after(eventOf('message.edited', { message: edited }))(talk());
    expect(page.messages['m1']).toMatchObject({ html: '<p>Mended</p>', revision: 2, replyCount: 2 });
    expect(page).toMatchObject({ came: 0, thread: { messageCount: 10 } });
  });

  it('that is not on the page does not come there', () => {
    const page = after(eventOf('message.edited', { message: messageOf('m9') }))(talk());
    expect(page.messages['m9']).toBeUndefined();
  });
});

describe('a removed message', () => {
  it('with replies leaves an empty place', () => {
    const own = messageOf('m1', { replyCount: 2, text: 'My words' });
    const page = after(removed('m1', { kept: true }))({
      ...talk(),
      messages: { ...talk().messages, m1: own },
    });
    expect(page.messages['m1']).toEqual({ ...messageOf('m1', { replyCount: 2 }), ...emptyPlace, state: 'deleted' });
    expect(idsOf(page)).toEqual(['m1', 'm4']);
    expect(page.thread.messageCount).toBe(9);
  });

  it('that is not on the page leaves nothing there', () => {
    const page = after(removed('m9', { kept: true }))(talk());
    expect(Object.keys(page.messages)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(page.thread.messageCount).toBe(9);
  });

  it('without replies is gone, and one reply less of what it answered', () => {
    const page = after(removed('m2', { parentId: 'm1' }))(talk());
    expect([idsOf(page, 'm1'), countOf(page, 'm1')]).toEqual([['m3'], 1]);
    expect(page.messages['m2']).toBeUndefined();
  });

  it('takes with it the empty places that only it kept', () => {
    const page = after(removed('m2', { parentId: 'm1' }), removed('m3', { parentId: 'm1', gone: ['m1'] }))(talk());
    expect(idsOf(page)).toEqual(['m4']);
    expect(Object.keys(page.messages)).toEqual(['m4']);
    expect(Object.keys(page.branches)).toEqual(['']);
  });

  it('that was never loaded is one reply less all the same, once', () => {
    const page = after(removed('far', { parentId: 'nearer', gone: ['nearer'], under: 'm1' }))(talk());
    expect(countOf(page, 'm1')).toBe(1);
    expect(idsOf(page, 'm1')).toEqual(['m2', 'm3']);
    expect(idsOf(page)).toEqual(['m1', 'm4']);
    expect(countOf(after(removed('far', { parentId: 'm1' }))(talk()), 'm1')).toBe(1);
  });

  it('is counted off, never below nothing', () => {
    const alone = { ...talk(), thread: threadAt(100, { messageCount: 0 }) };
    const page = after(removed('x', { parentId: 'm4' }))(alone);
    expect([page.thread.messageCount, countOf(page, 'm4')]).toEqual([0, 0]);
  });

  it('waits behind “N new” no more', () => {
    const waiting = after(posted(messageOf('m101')), posted(messageOf('m102')))(talk(), false);
    expect(after(removed('m101'))(waiting).waiting).toEqual(['m102']);
  });
});

describe('a restored message', () => {
  const gone = () => after(removed('m2', { parentId: 'm1' }))(talk());

  it('is one reply more again where it had left', () => {
    const page = after(restored(messageOf('m2', { parentId: 'm1', revision: 2 }), { kept: false }))(gone());
    expect([idsOf(page, 'm1'), countOf(page, 'm1'), page.thread.messageCount]).toEqual([['m2', 'm3'], 2, 10]);
  });

  it('is none more where its place was kept, though it is not loaded', () => {
    const back = messageOf('m9', { parentId: 'm1', replyCount: 4 });
    expect(countOf(after(restored(back, { kept: true }))(talk()), 'm1')).toBe(2);
    expect(countOf(after(restored(back, { kept: true }))(talk()), 'm9')).toBe(4);
    expect(countOf(after(restored(back, { kept: false }))(talk()), 'm1')).toBe(3);
    expect(countOf(after(restored(back, { kept: false }))(talk()), 'm9')).toBe(0);
  });

  it('told by an older build has kept its place where it has replies and nothing came back with it', () => {
    const back = messageOf('m9', { parentId: 'm1', replyCount: 4 });
    expect(countOf(after(restored(back))(talk()), 'm1')).toBe(2);
    expect(countOf(after(restored({ ...back, replyCount: 0 }))(talk()), 'm1')).toBe(3);
    const places = [messageOf('m8', { ...emptyPlace, parentId: 'm1' })];
    expect(countOf(after(restored({ ...back, parentId: 'm8' }, { places }))(talk()), 'm1')).toBe(3);
  });

  it('is news', () => {
    expect(after(restored(messageOf('m2', { parentId: 'm1' })))(gone()).came).toBe(1);
  });
});

describe('a changed discussion', () => {
  it('is as it is told, with the count that the page has', () => {
    const thread = threadAt(999, { state: 'closed', messageCount: 77, title: 'The ferry is late' });
    const page = after(eventOf('thread.changed', { thread }))(talk());
    expect(page.thread).toMatchObject({ state: 'closed', title: 'The ferry is late', messageCount: 10, position: 101 });
  });
});

describe('events in a row', () => {
  const at = (position: number) => eventOf('message.posted', { message: messageOf(`m${position}`) }, position);

  it('are taken once each, and not beyond a gap', () => {
    const { state, gap } = applyAll(talk(), [at(99), at(100), at(101), at(102), at(102), at(104), at(105)], () => true);
    expect([gap, idsOf(state)]).toEqual([true, ['m1', 'm4', 'm101', 'm102']]);
    expect(applyAll(state, [at(103)], () => true)).toMatchObject({ gap: false, state: { thread: { position: 103 } } });
  });

  it('are remembered, the last three hundred', () => {
    const row = Array.from({ length: 310 }, (_, n) => at(101 + n));
    const { recent } = applyAll(talk(), row, () => true).state;
    expect([recent.length, recent[0]!.position, recent.at(-1)!.position]).toEqual([300, 111, 410]);
  });

  it('glow, the last twelve', () => {
    const row = Array.from({ length: 15 }, (_, n) => at(101 + n));
    const { glowing } = applyAll(talk(), row, () => true).state;
    expect([glowing.length, glowing[0], glowing.at(-1)]).toEqual([12, 'm104', 'm115']);
  });
});
