import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MeAnswer } from '../../../src/members/members.schema.js';
import type { ThreadDetails } from '../../../src/moderation/threads/thread-acts.schema.js';
import { decidedBy, ItemList } from '../../../src/web/console/queue/item-list.js';
import { EmptyQueue } from '../../../src/web/console/queue/empty-queue.js';
import type { Row } from '../../../src/web/console/queue/queue-state.js';
import type { Place } from '../../../src/web/console/route.js';
import { Foot } from '../../../src/web/console/shell/foot.js';
import { Sidebar } from '../../../src/web/console/shell/sidebar.js';
import type { ConsoleState, ConsoleStore } from '../../../src/web/console/store/console-store.js';
import { ThreadCounts } from '../../../src/web/console/store/thread-counts.js';
import { threadCommands } from '../../../src/web/console/subject/thread-commands.js';
import { ThreadNames } from '../../../src/web/console/subject/thread-names.js';
import { ThreadPage } from '../../../src/web/console/subject/thread-page.js';
import { itemOf, queueOf } from '../../support/console.js';
import { drawn } from '../../support/drawn.js';
import { Thread } from '../../support/thread-history.js';

const nothing = () => undefined;
const AT = '2026-11-24T08:00:00.000Z';

// What a browser has of its own.
beforeAll(() => {
  for (const [name, value] of Object.entries({ document: { getElementById: () => null }, navigator: { onLine: true } }))
    Object.defineProperty(globalThis, name, { value, configurable: true });
});

describe('the menu', () => {
  const me = (permissions: string[]) =>
    ({ member: { id: 'm', name: 'Mia', role: 'member' }, permissions, sites: ['default'] }) as unknown as MeAnswer;
  const menu = (place: Place, permissions: string[] = []) =>
    drawn(<Sidebar me={me(permissions)} place={place} counts={{ held: 3, reported: 0 }} go={nothing} help={nothing} />);

  it.each<[Place, string[]]>([
    [{ page: 'queue', view: 'held', messageId: null }, ['/console/held']],
    [{ page: 'queue', view: 'reported', messageId: 'm1' }, ['/console/reported']],
    [{ page: 'log' }, ['/console/log']],
    [{ page: 'find' }, ['/console/find']],
    [{ page: 'settings' }, ['/console/settings']],
    [{ page: 'menu' }, []],
    [{ page: 'thread', id: 't1' }, []],
  ])('says where one is: %j', (place, here) => {
    const links = menu(place, ['administer']).all('a');
    expect(links.filter((link) => link['aria-current'] === 'page').map(({ href }) => href)).toEqual(here);
  });

  it('counts what waits, and nothing else', () => {
    const counts = menu({ page: 'log' }).all('.count');
    expect(counts.map(({ words, class: look }) => [words, look])).toEqual([
      ['3', 'count'],
      ['0', 'count is-zero'],
    ]);
  });

  it('has addresses and settings for who administers a site, and begins the last group there', () => {
    const pages = (permissions: string[]) => {
      const shown = menu({ page: 'log' }, permissions);
      return [
        shown
          .all('a')
          .map(({ href }) => href)
          .filter((href) => /addresses|settings|log|find/.test(String(href))),
        shown.all('.apart').map(({ words }) => /^(Log|Addresses)/.exec(words)?.[0]),
        shown.all('.whoami')[0]?.words,
      ];
    };
    expect(pages([])).toEqual([['/console/find', '/console/log'], ['Log'], 'Mia moderator']);
    expect(pages(['administer'])).toEqual([
      ['/console/find', '/console/log', '/console/addresses', '/console/settings'],
      ['Addresses'],
      'Mia admin',
    ]);
  });
});

describe('the list of a queue', () => {
  const rows: readonly Row[] = [
    { item: itemOf('a'), state: { kind: 'waiting' } },
    { item: itemOf('b'), state: { kind: 'edited' } },
    { item: itemOf('c'), state: { kind: 'decided', decision: 'approve', by: 'Olga' } as Row['state'] },
  ];

  it('is one stop for Tab, and says which message is read', () => {
    const shown = drawn(<ItemList view="held" rows={rows} selectedId="b" now={0} open={nothing} />);
    expect(shown.all('a').map((row) => [row.href, row.tabindex, row['aria-current']])).toEqual([
      ['/console/held/a', '-1', undefined],
      ['/console/held/b', '0', 'true'],
      ['/console/held/c', '-1', undefined],
    ]);
  });

  it('says what has become of each', () => {
    const feet = drawn(<ItemList view="held" rows={rows} selectedId="a" now={0} open={nothing} />).all('.row-foot');
    expect(feet.map(({ words }) => words)).toEqual([
      'HeldThe ferry comes back',
      expect.stringMatching(/^Held.+The ferry comes back$/),
      'Approved by OlgaThe ferry comes back',
    ]);
    expect(decidedBy({ kind: 'decided', decision: null, by: null } as never)).not.toContain('Approved');
    expect(decidedBy({ kind: 'decided', decision: 'spam', by: null } as never)).not.toContain('by');
  });

  it('that is done leads to where something waits still', () => {
    const { queue } = { queue: { ...queueOf(), view: 'held' as const } };
    const state = (counts: ConsoleState['counts'], decided: ConsoleState['decided'] = []) =>
      ({ queue, counts, decided }) as unknown as ConsoleState;
    const shown = (of: ConsoleState) => drawn(<EmptyQueue state={of} now={3_600_000 * 3} go={nothing} />);
    expect(shown(state({ held: 2, reported: 0 })).all('button')).toEqual([]);
    expect(shown(state(null)).all('button')).toEqual([]);
    expect(shown(state({ held: 0, reported: 2 })).all('button')[0]?.words).toMatch(/^2 messages wait in Reported/);
    const decided = (minutes: number) =>
      [{ id: 'a', decision: 'reject', says: '', at: 3_600_000 * 3 - minutes * 60_000 }] as const;
    const told = [0, 1, 59, 60, 150].map((minutes) => shown(state(null, decided(minutes))).all('p')[1]?.words ?? '');
    expect(told.map((words) => /just now|\d+ min|\d+ h/.exec(words)?.[0])).toEqual([
      'just now',
      '1 min',
      '59 min',
      '1 h',
      '2 h',
    ]);
  });
});

describe('the foot', () => {
  const foot = (of: Partial<Parameters<typeof Foot>[0]>) =>
    drawn(<Foot note={null} live={{ kind: 'live' }} sequence={null} now={10_000} {...of} />);

  it('says what was done, and how it is taken back where it can be', () => {
    const undone = { tone: 'good', text: 'Approved', action: { label: 'Undo', run: nothing } } as const;
    const shown = foot({ note: undone, sequence: 'g' });
    expect(shown.all('button').map(({ words }) => words)).toEqual(['Undo U']);
    expect([shown.all('.tone-good').length, shown.all('.foot-sequence').length]).toEqual([1, 1]);
    const plain = foot({ note: { tone: 'bad', text: 'Not sent' } });
    expect([plain.all('.foot-note')[0]?.words, plain.all('button').length]).toEqual(['Not sent', 0]);
  });

  it('counts the seconds until there is another try, and never to nothing', () => {
    const line = (until: number) => foot({ live: { kind: 'waiting', until } }).all('.foot-live')[0]?.words;
    expect([line(12_100), line(12_000), line(9_000)].map((words) => /\d+/.exec(words ?? '')?.[0])).toEqual([
      '3',
      '2',
      '1',
    ]);
  });
});

describe('a discussion', () => {
  const details = (more: Partial<ThreadDetails> = {}): ThreadDetails => ({
    ...new Thread().view,
    ...{ url: 'http://localhost/ferry', key: 'post-1', titleBy: 'staff', lookedAt: null },
    addresses: [
      { kind: 'url', value: 'http://localhost/fery', source: 'tag', createdAt: AT },
      { kind: 'url', value: 'http://localhost/ferry', source: 'staff', createdAt: AT },
      { kind: 'key', value: 'post-1', source: null, createdAt: AT },
    ],
    ...more,
  });
  const names = (thread: ThreadDetails) =>
    drawn(<ThreadNames thread={thread} store={{} as ConsoleStore} now={Date.parse(AT)} ask={nothing} />);

  it('says by what it is found: its address leads there, one of before too, and a key leads nowhere', () => {
    const shown = names(details());
    expect(shown.all('dt').map(({ words }) => words)).toEqual(['Also found by', 'Address', 'Key']);
    expect(shown.all('a').map(({ href }) => href)).toEqual(['http://localhost/fery', 'http://localhost/ferry']);
    expect(shown.all('dd').map(({ words }) => /staff|reader/.exec(words)?.[0])).toEqual(['reader', 'staff', undefined]);
  });

  it('says when its page was looked at, or that it was not', () => {
    const looked = (more: Partial<ThreadDetails>) => names(details(more)).all('.quiet').at(-1)?.words ?? '';
    expect(looked({ lookedAt: AT })).toMatch(/last look/);
    expect(looked({ lookedAt: null })).toMatch(/has not looked/);
    expect(looked({ lookedAt: null, titleBy: 'page' })).toBe('Look again');
  });

  it('can be named, merged, deleted and closed, or opened again; one that is gone cannot', () => {
    const can = (more: Partial<ThreadDetails>) => Object.keys(threadCommands(details(more), nothing));
    expect(can({})).toEqual(['names', 'merge', 'deleteThread', 'close', 'view']);
    expect(can({ state: 'closed' })).toEqual(['names', 'merge', 'deleteThread', 'reopen', 'view']);
    expect(can({ state: 'archived' })).toContain('reopen');
    expect(can({ gone: { movedTo: null } })).toEqual([]);
  });

  it('that was merged leads on to the other, and one that was deleted to the log alone', () => {
    const page = (movedTo: string | null) => {
      const threads = { get: () => ({ kind: 'ready', value: details({ gone: { movedTo } }) }) };
      const store = { threads, threadCounts: new ThreadCounts(nothing) } as unknown as ConsoleStore;
      const parts = { id: 't', now: 0, ask: nothing, go: nothing, store };
      return drawn(<ThreadPage {...parts} />)
        .all('a')
        .map(({ href }) => href);
    };
    expect(page('other')).toEqual(['/threads/t', '/console/thread/other', '/console/log']);
    expect(page(null)).toEqual(['/threads/t', '/console/log']);
  });
});
