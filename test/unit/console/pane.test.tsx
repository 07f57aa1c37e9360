import { describe, expect, it } from '@jest/globals';
import type { QueueItem } from '../../../src/moderation/queue/queue.schema.js';
import type { MemberRecord } from '../../../src/moderation/records/records.schema.js';
import { Record } from '../../../src/web/console/item/author-record.js';
import { DecisionKeys } from '../../../src/web/console/item/decision-keys.js';
import { itemCommands } from '../../../src/web/console/item/item-commands.js';
import { RecordLine } from '../../../src/web/console/item/record-line.js';
import { Reports } from '../../../src/web/console/item/reports.js';
import type { ConsoleStore } from '../../../src/web/console/store/console-store.js';
import { itemOf } from '../../support/console.js';
import { drawn } from '../../support/drawn.js';

const nothing = () => undefined;
const KINDS = ['held', 'reported', 'published', 'rejected', 'spam', 'deleted'] as const;

describe('what can be done with a message', () => {
  const offered = (item: QueueItem, more: { taken?: boolean; alone?: boolean } = {}) => {
    const parts = { item, run: nothing, reject: nothing, cancel: nothing, asksReason: false, taken: false, ...more };
    const buttons = drawn(<DecisionKeys {...parts} />).all('button');
    return buttons.filter(({ disabled }) => disabled === undefined).map((one) => one['aria-keyshortcuts']);
  };
  const keys = (item: QueueItem) => {
    const commands = itemCommands({} as ConsoleStore, item, nothing);
    return Object.keys(commands).filter((command) => !['close', 'reopen', 'view'].includes(command));
  };

  it.each<[(typeof KINDS)[number], readonly string[], readonly string[]]>([
    ['held', ['a', 'r', 's', 'b', 'j', 'R'], ['approve', 'reject', 'rejectWithReason', 'spam', 'sanction']],
    ['reported', ['a', 'r', 's', 'b', 'j', 'R'], ['approve', 'reject', 'rejectWithReason', 'spam', 'sanction']],
    ['published', ['r', 's', 'b', 'j', 'R'], ['reject', 'rejectWithReason', 'spam', 'sanction']],
    ['rejected', ['a', 'b', 'j'], ['approve', 'sanction']],
    ['spam', ['a', 'b', 'j'], ['approve', 'sanction']],
    ['deleted', ['b', 'j'], ['sanction']],
  ])('that is %s is the same by buttons and by keys', (kind, buttons, commands) => {
    expect(offered(itemOf('a', { kind }))).toEqual(buttons);
    expect(keys(itemOf('a', { kind }))).toEqual(commands);
  });

  it('is nothing but to go on once somebody else was first, and not that where it stands by itself', () => {
    expect(offered(itemOf('a'), { taken: true })).toEqual(['b', 'j']);
    expect(offered(itemOf('a'), { alone: true })).toEqual(['a', 'r', 's', 'b', 'R']);
  });

  it('is to restore what was taken away, and to approve what waits', () => {
    const done: string[] = [];
    const actions = { decide: async (decision: string) => void done.push(decision) };
    for (const kind of KINDS)
      itemCommands({ actions } as unknown as ConsoleStore, itemOf('a', { kind }), nothing).approve?.();
    expect(done).toEqual(['approve', 'approve', 'restore', 'restore']);
  });

  it('is to reject it along with its author where it is not away already', () => {
    const asked: unknown[] = [];
    for (const kind of KINDS)
      itemCommands({} as ConsoleStore, itemOf(kind, { kind }), (what) => asked.push(what)).sanction?.();
    expect(asked).toMatchObject([
      ...['held', 'reported', 'published'].map((id) => ({
        what: 'sanction',
        site: 'default',
        item: { message: { id } },
      })),
      ...['rejected', 'spam', 'deleted'].map(() => ({ what: 'sanction', item: null })),
    ]);
  });
});

describe('the line of somebody’s last messages', () => {
  const one = (id: string, state: string, reports = 0) => ({
    ...{ id, threadId: 't', state, reports },
    at: `2026-11-${id}T10:00:00.000Z`,
  });
  const recent = [one('24', 'published', 2), one('23', 'spam'), one('22', 'unheard-of')];

  it('is read from the oldest, with a tick over what was reported, and a mark under what is read now', () => {
    const line = drawn(<RecordLine recent={recent} current="23" />);
    expect(line.all('title').map(({ words }) => words)).toEqual([
      expect.stringMatching(/^22 Nov.* unheard-of$/),
      expect.stringMatching(/^23 Nov.* spam$/),
      '24 Nov 2026: published, 2 reports',
    ]);
    expect(line.all('g').flatMap((group) => (group.transform ? [group.transform] : []))).toEqual([
      'translate(2 9)',
      'translate(16 9)',
      'translate(30 9)',
    ]);
    expect([line.all('.report-tick').length, line.all('.current-tick').length]).toEqual([1, 1]);
    expect(line.all('svg')[0]).toMatchObject({ width: '42', viewBox: '0 0 42 24' });
    expect(drawn(<RecordLine recent={recent} current={null} />).all('.current-tick')).toEqual([]);
  });

  it('is nothing of nothing, and has the day of the last where there is room for it', () => {
    expect(drawn(<RecordLine recent={[]} current={null} />).words).toBe('');
    const days = (count: number) =>
      drawn(<RecordLine recent={Array.from({ length: count }, (_, n) => one(String(28 - n), 'held'))} current={null} />)
        .all('span')
        .map(({ words }) => words.slice(0, 2));
    expect([days(7), days(8)]).toEqual([['22'], ['21', '28']]);
  });
});

describe('what holds against somebody', () => {
  const NOW = Date.parse('2026-11-24T10:00:00.000Z');
  const sanction = (id: string, more: Partial<MemberRecord['sanctions'][number]>) =>
    ({
      ...{ id, kind: 'suspend', site: 'default', reason: `Reason ${id}`, until: null, liftedAt: null },
      ...{ by: { id: 'm', name: 'Mia' }, createdAt: '2026-11-01T10:00:00.000Z' },
      ...more,
    }) as MemberRecord['sanctions'][number];
  const record = (sanctions: MemberRecord['sanctions']): MemberRecord => ({
    member: { id: 'a', name: 'Ana', role: 'guest', badges: [], createdAt: '2026-10-01T10:00:00.000Z' },
    counts: { published: 12, held: 0, rejected: 3, spam: 0, deleted: 1 },
    recent: [],
    sanctions,
  });

  it('can be lifted while it holds, and neither when it was nor when it has ended', () => {
    const all = [
      sanction('1', { kind: 'ban' }),
      sanction('2', { until: '2026-11-24T10:00:01.000Z' }),
      sanction('3', { until: '2026-11-24T09:59:59.000Z' }),
      sanction('4', { kind: 'ban', liftedAt: '2026-11-02T10:00:00.000Z' }),
    ];
    const shown = drawn(<Record of={record(all)} current={null} now={NOW} lift={nothing} />);
    const lines = shown.all('li').filter(({ words }) => words.includes('Reason'));
    expect(lines.map(({ words, class: look }) => [/Reason \d/.exec(words)?.[0], look, words.endsWith('Lift')])).toEqual(
      [
        ['Reason 1', '', true],
        ['Reason 2', '', true],
        ['Reason 3', 'is-over', false],
        ['Reason 4', 'is-over', false],
      ],
    );
  });

  it('is beside what became of what they wrote: what there is none of is not counted', () => {
    const shown = drawn(<Record of={record([])} current={null} now={NOW} lift={nothing} />);
    const counted = shown.all('li').map(({ words }) => words);
    expect(counted).toEqual(['12 published', '3 rejected', '1 deleted', expect.stringContaining('1 Oct')]);
    expect(shown.all('.sanctions')).toEqual([]);
  });
});

describe('what readers reported', () => {
  const api = { reports: () => Promise.reject(new Error('nobody asked')) };
  const shown = (item: QueueItem) => drawn(<Reports item={item} api={api} now={0} />);

  it('is said three times in full, with the commonest reason first and the way to the rest', () => {
    const item = itemOf('a', { kind: 'reported', reports: 5 });
    const reportCounts = { total: 5, reasons: { spam: 1, abuse: 3, illegal: 1 } };
    const many = shown({ ...item, reportCounts });
    expect(many.all('.reports-counts')[0]?.words).toMatch(/^Abuse 3\s?Spam 1\s?Illegal/);
    expect(many.all('.report-by').map(({ words }) => words.slice(0, 8))).toEqual(['Reader 0', 'Reader 1', 'Reader 2']);
    expect(many.all('button')).toHaveLength(1);
    const three = shown(itemOf('a', { kind: 'reported', reports: 3 }));
    expect([three.all('.report-by').length, three.all('button').length]).toEqual([3, 0]);
    const once = shown(itemOf('a', { kind: 'reported', reports: 1 }));
    expect([once.all('.report-by').length, once.all('.reports-counts').length]).toEqual([1, 0]);
    expect(shown(itemOf('a')).words).toBe('');
  });

  it('says where it was about words that were changed since', () => {
    const item = itemOf('a', { kind: 'reported', reports: 2 });
    const reports = item.reports.map((report, n) => ({ ...report, createdAt: `2026-11-24T1${n}:30:00.000Z` }));
    const message = { ...item.message, editedAt: '2026-11-24T11:00:00.000Z' };
    const former = shown({ ...item, reports, message }).all('.report-by');
    expect(former.map(({ words }) => words.startsWith('Reader'))).toEqual([false, true]);
    expect(shown({ ...item, reports }).all('.report-former')).toEqual([]);
  });
});
