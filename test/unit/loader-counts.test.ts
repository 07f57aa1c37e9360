import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { countsOf, type Counts } from '../../src/web/loader/counts.js';
import { quiet, seldom, warn } from '../../src/web/loader/quiet.js';

const FORUM = 'https://forum.example/embed.js';
const world = globalThis as unknown as Record<string, unknown>;
const before = { document: world['document'], fetch: world['fetch'] };

/** A place for a count in a publisher's page. */
class Place {
  textContent = '';
  constructor(private readonly attributes: Readonly<Record<string, string>>) {}
  getAttribute(name: string): string | null {
    return this.attributes[name] ?? null;
  }
}

let places: Place[];
let asked: URL[];
let answer: (asked: URL) => Promise<Response>;
let counts: Counts;

beforeAll(() => {
  const document = {
    baseURI: 'https://paper.example/',
    documentElement: { lang: 'en' },
    querySelectorAll: () => places,
  };
  Object.assign(world, {
    document,
    fetch: (address: string) => {
      asked.push(new URL(address));
      return answer(new URL(address));
    },
  });
});
afterAll(() => void Object.assign(world, before));
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  [places, asked] = [[], []];
  says(5);
  counts = countsOf(
    (element, name) => element.getAttribute(`data-rejoinder-${name}`) ?? { site: 'a', forum: FORUM }[name],
  );
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** From now on so many messages are under every address that is asked for. */
function says(count: number): void {
  answer = async ({ searchParams }) => {
    const of = (name: string) => Object.fromEntries(searchParams.getAll(name).map((one) => [one, count]));
    return new Response(JSON.stringify({ counts: of('url'), keys: of('key') }));
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
const fills = async (): Promise<void> => {
  counts.fill();
  await settled();
};
const article = (url: string, more: Readonly<Record<string, string>> = {}) =>
  new Place({ 'data-rejoinder-count': url, ...more });
const texts = () => places.map(({ textContent }) => textContent);

describe('counts beside headlines', () => {
  it('are asked for once a minute, and not at each look', async () => {
    places = [article('/one')];
    await fills();
    says(6);
    jest.advanceTimersByTime(60_000);
    await fills();
    expect([texts(), asked.length]).toEqual([['5'], 1]);
    jest.advanceTimersByTime(1);
    await fills();
    expect([texts(), asked.length]).toEqual([['6'], 2]);
  });

  it('stay as they are where no answer comes, and are asked for again in a minute', async () => {
    places = [article('/one')];
    answer = () => Promise.reject(new Error('offline'));
    await fills();
    await fills();
    expect([texts(), asked.length]).toEqual([[''], 1]);
    says(7);
    jest.advanceTimersByTime(60_001);
    await fills();
    expect(texts()).toEqual(['7']);
  });

  it('are each site’s and each forum’s own, an article asked for once wherever it stands', async () => {
    places = [
      article('/one'),
      article('/one#comments'),
      article('/one', { 'data-rejoinder-site': 'b' }),
      article('/one', { 'data-rejoinder-forum': 'https://other.example/talk/embed.js' }),
    ];
    await fills();
    expect(asked.map(({ host, pathname, search }) => `${host}${pathname}${search}`)).toEqual([
      'forum.example/api/v1/counts?&site=a&url=https%3A%2F%2Fpaper.example%2Fone',
      'forum.example/api/v1/counts?&site=b&url=https%3A%2F%2Fpaper.example%2Fone',
      'other.example/talk/api/v1/counts?&site=a&url=https%3A%2F%2Fpaper.example%2Fone',
    ]);
    expect(texts()).toEqual(['5', '5', '5', '5']);
  });

  it('are what the forum in the page tells, until the next answer that was asked for after it', async () => {
    places = [article('/two')];
    await fills();
    places.unshift(article('/one'));
    counts.set(FORUM, 'a', ['&url=https%3A%2F%2Fpaper.example%2Fone'], 8);
    await settled();
    expect([texts(), asked.length]).toEqual([['8', '5'], 1]);
    jest.advanceTimersByTime(60_001);
    await fills();
    expect(texts()).toEqual(['5', '5']);
  });

  it('are said in the publisher’s words for none, one and many', async () => {
    const words = { 'data-rejoinder-words': 'Nobody|One|# people' };
    places = [0, 1, 2, 1_204].map((count) => article(`/${count}`, words));
    answer = async ({ searchParams }) => {
      const all = searchParams.getAll('url').map((url) => [url, Number(url.split('/').at(-1))]);
      return new Response(JSON.stringify({ counts: Object.fromEntries(all), keys: {} }));
    };
    await fills();
    expect(texts()).toEqual(['Nobody', 'One', '2 people', '1,204 people']);
  });
});

describe('our code in somebody else’s page', () => {
  it('does what is asked for often once, and again the next time, also where it fails', () => {
    let done = 0;
    const step = seldom(() => {
      done += 1;
      throw new Error('Ours alone');
    }, 100);
    for (const _ of [1, 2, 3]) step();
    expect(done).toBe(0);
    jest.advanceTimersByTime(100);
    expect(done).toBe(1);
    step();
    jest.advanceTimersByTime(99);
    expect(done).toBe(1);
    jest.advanceTimersByTime(1);
    expect(done).toBe(2);
  });

  it('lets no error out, and says a line to whoever makes the page once', () => {
    const said = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(
      quiet(() => {
        throw new Error('Ours alone');
      }),
    ).not.toThrow();
    for (const line of ['no forum at x', 'no forum at y', 'no forum at x']) expect(warn(line)).toBeUndefined();
    expect(said.mock.calls.flat()).toEqual(['Rejoinder: no forum at x', 'Rejoinder: no forum at y']);
  });
});
