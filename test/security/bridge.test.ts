import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asOrigin, hostOf, listen, readFromHost, readToHost, type FromHost } from '../../src/web/loader/bridge.js';

const settings = (fields: object): FromHost | null =>
  readFromHost({ type: 'rejoinder:settings', theme: 'auto', ...fields });

describe('what a publisher’s page tells the forum', () => {
  it.each([
    ['Georgia, serif'],
    ['-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto'],
    ["'Iowan Old Style', 'M PLUS 1p', ui-serif"],
    ['"Hiragino Mincho ProN", "游明朝", serif'],
  ])('wears the font %s', (font) => {
    expect(settings({ font })).toMatchObject({ font });
  });

  it.each([
    ['url(https://evil.example/x)'],
    ['serif; background: url(//evil.example)'],
    ['serif} body{display:none'],
    ['serif"; color: red'],
    ['"serif'],
    ['a\\22 b'],
    ['serif/*'],
    ['<style>'],
    ['var(--x)'],
    ['expression(alert(1))'],
    ['@import "x"'],
    ['serif\n;}'],
    [''],
    [', ,'],
    ['x'.repeat(301)],
  ])('leaves out the font %j', (font) => {
    expect(settings({ font })).toEqual({ type: 'rejoinder:settings', theme: 'auto' });
  });

  it.each([
    ['#abc'],
    ['#AABBCCDD'],
    ['rebeccapurple'],
    ['rgb(1, 2, 3)'],
    ['rgb(1 2 3 / 50%)'],
    ['hsl(120deg 20% 30%)'],
    ['oklch(0.7 0.15 140)'],
    ['oklch(70% none 140 / 0.5)'],
    ['lab(50% -20 1e1)'],
    ['hwb(194 0% 0%)'],
    ['color(display-p3 1 0.2 0.1)'],
    ['color-mix(in oklab, #fff 10%, rgb(1 2 3))'],
    ['light-dark(red, lch(40% 30 20))'],
    ['CanvasText'],
  ])('wears the colour %s', (colour) => {
    expect(settings({ accent: colour, background: colour })).toMatchObject({ accent: colour, background: colour });
  });

  it.each([
    ['url(https://evil.example/x)'],
    ['red; background: url(x)'],
    ['red}'],
    ['#12345'],
    ['rgb(1,2,3);'],
    ['rgb(var(--x))'],
    ['image-set("x" 1x)'],
    ['light-dark(red, url(x))'],
    ['color-mix(in srgb, var(--x), red)'],
    ['env(x, red)'],
    ['attr(data-x type(<color>))'],
    ['red/**/'],
    ['red red'],
    ['expression(alert(1))'],
    ['red\u0000'],
    ['#fff\n'.repeat(20)],
    [`rgb(${'1'.repeat(100_000)})`],
  ])('leaves out the colour %j', (colour) => {
    expect(settings({ accent: colour, background: colour })).toEqual({ type: 'rejoinder:settings', theme: 'auto' });
  });

  it('takes a radius of 0 to 24 px and no other', () => {
    for (const radius of [0, 4, 23.5, 24]) expect(settings({ radius })).toMatchObject({ radius });
    for (const radius of [-1, 25, NaN, Infinity, '4', '4px', null, [4], { valueOf: () => 4 }]) {
      expect(settings({ radius })).not.toHaveProperty('radius', expect.anything());
    }
  });

  it('takes a token of URL-safe characters, up to 4,096 of them', () => {
    expect(settings({ ssoToken: 'eyJ.x-_~+/=' })).toMatchObject({ ssoToken: 'eyJ.x-_~+/=' });
    expect(settings({ ssoToken: '' })).toMatchObject({ ssoToken: '' });
    for (const ssoToken of ['a b', 'a\n', '<a>', 'a'.repeat(4097), 7]) {
      expect(settings({ ssoToken })).not.toHaveProperty('ssoToken', expect.anything());
    }
  });

  it('refuses settings without a theme that exists', () => {
    for (const theme of [undefined, 'DARK', 'blue', ['dark'], new String('dark')])
      expect(settings({ theme })).toBeNull();
  });

  it('refuses a viewport that is no stretch of the page', () => {
    expect(readFromHost({ type: 'rejoinder:viewport', top: 0, bottom: 0 })).not.toBeNull();
    for (const [top, bottom] of [
      [2, 1],
      [-1, 5],
      [0, Infinity],
      [NaN, 5],
      ['0', 5],
      [0, 1e9],
    ]) {
      expect(readFromHost({ type: 'rejoinder:viewport', top, bottom })).toBeNull();
    }
  });

  it('reveals only what can be a message’s id', () => {
    expect(readFromHost({ type: 'rejoinder:reveal', messageId: '0193-aF_9' })).not.toBeNull();
    for (const messageId of ['', 'a b', '"]', '../x', '<x>', 'é', 'x'.repeat(65), 5, null]) {
      expect(readFromHost({ type: 'rejoinder:reveal', messageId })).toBeNull();
    }
  });
});

describe('what the forum tells the publisher’s page', () => {
  it('understands each of its four messages', () => {
    for (const message of [
      { type: 'rejoinder:ready', title: 'User forum' },
      { type: 'rejoinder:height', height: 812.5 },
      { type: 'rejoinder:count', count: 1204 },
      { type: 'rejoinder:scroll', top: 0 },
    ]) {
      expect(readToHost(message)).toEqual(message);
    }
  });

  it('refuses heights, places and counts that cannot be', () => {
    for (const bad of [-1, NaN, Infinity, 1e8, '5', null, undefined, [5], {}]) {
      expect(readToHost({ type: 'rejoinder:height', height: bad })).toBeNull();
      expect(readToHost({ type: 'rejoinder:scroll', top: bad })).toBeNull();
      expect(readToHost({ type: 'rejoinder:count', count: bad })).toBeNull();
    }
    expect(readToHost({ type: 'rejoinder:count', count: 1.5 })).toBeNull();
  });
});

describe('both directions', () => {
  it('refuse everything else without a throw (row 89)', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }), (data) => {
        expect(readToHost(data)).toBeNull();
        expect(readFromHost(data)).toBeNull();
      }),
    );
  });

  it('never take a field from a prototype', () => {
    const heir = Object.create({ type: 'rejoinder:height', height: 5 }) as unknown;
    expect(readToHost(heir)).toBeNull();
    const half = Object.assign(Object.create({ height: 5 }) as object, { type: 'rejoinder:height' });
    expect(readToHost(half)).toBeNull();
    const poisoned = JSON.parse(
      '{"type":"rejoinder:settings","theme":"dark","__proto__":{"font":"url(x)"}}',
    ) as unknown;
    expect(readFromHost(poisoned)).toEqual({ type: 'rejoinder:settings', theme: 'dark' });
    expect(({} as { font?: string }).font).toBeUndefined();
  });

  it('hand on only fields that they know', () => {
    expect(readToHost({ type: 'rejoinder:count', count: 3, html: '<b>', constructor: 1 })).toEqual({
      type: 'rejoinder:count',
      count: 3,
    });
  });

  it('put a list of fonts that was written over several lines on one', () => {
    expect(settings({ font: ' Georgia,\n  serif' })).toMatchObject({ font: 'Georgia, serif' });
  });

  it('let nothing through that could leave a CSS declaration (row 7)', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'{};:()\\/*"\'<>@!#,. \nabcurl09%'.split('')), maxLength: 80 });
    fc.assert(
      fc.property(nasty, nasty, (font, accent) => {
        const worn = settings({ font, accent });
        if (worn?.type !== 'rejoinder:settings') throw new Error('settings are read whatever their fields are');
        expect(worn.accent ?? '').not.toMatch(/[{};:\\*"'<>@!\n]|url\(|\/\//);
        expect(worn.font ?? '').not.toMatch(/[{};:()\\/*<>@!#\n]/);
      }),
      { numRuns: 2000 },
    );
  });
});

it('an origin is that of an http or https address', () => {
  expect(asOrigin('https://paper.example/a?b#c')).toBe('https://paper.example');
  for (const address of [
    null,
    undefined,
    '',
    'null',
    'paper.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///x',
  ]) {
    expect(asOrigin(address)).toBeUndefined();
  }
});

describe('the forum’s page, in its frame', () => {
  const world = globalThis as { window?: unknown };
  /** The page around the frame, and another window. */
  const [host, other] = [{}, {}] as unknown as [Window, Window];
  let said: ((event: object) => void)[] = [];
  beforeEach(() => {
    said = [];
    world.window = {
      addEventListener: (_type: string, hear: (event: object) => void) => void said.push(hear),
      removeEventListener: (_type: string, hear: (event: object) => void) => {
        said = said.filter((one) => one !== hear);
      },
    };
  });
  afterEach(() => void delete world.window);

  it('hears its host’s window on its host’s origin, nobody else, and nothing that is not well-formed (row 89)', () => {
    const heard: FromHost[] = [];
    const peer = { window: host, origin: 'https://paper.example' };
    let known: typeof peer | null = null;
    const stop = listen(
      () => known,
      readFromHost,
      (message) => heard.push(message),
    );
    const reveal = (messageId: string, from: object = {}) => {
      const event = { source: host, origin: peer.origin, data: { type: 'rejoinder:reveal', messageId }, ...from };
      for (const hear of said) hear(event);
    };
    reveal('before-it-is-known');
    known = peer;
    reveal('of-another-window', { source: other });
    reveal('of-another-page-there', { origin: 'https://evil.example' });
    reveal('of-no-window', { source: null });
    reveal('not well-formed');
    reveal('m1');
    known = { ...peer, window: null as unknown as Window };
    reveal('of-nobody', { source: null });
    known = peer;
    stop();
    reveal('when-it-has-stopped');
    expect(heard).toEqual([{ type: 'rejoinder:reveal', messageId: 'm1' }]);
  });

  const inFrame = (of: { ancestors?: string[]; hash?: string; referrer?: string; parent?: Window }): Window => {
    const { ancestors, hash = '', referrer = '' } = of;
    const parent = of.parent ?? host;
    return { parent, location: { ancestorOrigins: ancestors, hash }, document: { referrer } } as unknown as Window;
  };

  it.each([
    [
      'the browser says, before what anybody names',
      { ancestors: ['https://paper.example', 'https://top.example'], hash: '#host=https://evil.example' },
    ],
    ['the loader names', { hash: '#host=https://paper.example', referrer: 'https://evil.example/' }],
    ['it came from', { referrer: 'https://paper.example/article' }],
    ['it came from, where what is named is no page', { hash: '#host=null', referrer: 'https://paper.example/article' }],
  ])('takes for its host the page that %s', (_, frame) => {
    expect(hostOf(inFrame(frame))).toEqual({ window: host, origin: 'https://paper.example' });
  });

  it('has none by itself, or where nobody says which', () => {
    const alone = { location: { hash: '' }, document: { referrer: 'https://search.example/' } } as unknown as Window;
    expect(hostOf(Object.assign(alone, { parent: alone }))).toBeNull();
    expect(hostOf(inFrame({}))).toBeNull();
  });
});
