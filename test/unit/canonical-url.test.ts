import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ForumError } from '../../src/errors/forum-error.js';
import { DEFAULT_RULES, type AddressRules } from '../../src/sites/address-rules.schema.js';
import { addressOf, canonicalUrl } from '../../src/threads/addresses/canonical-url.js';

const ARTICLE = 'https://gazette.example/2026/ferry';

const attempt = (raw: string): string | 'refused' => {
  try {
    return canonicalUrl(raw);
  } catch (error) {
    if (!(error instanceof ForumError)) throw error;
    expect(error.code).toBe('invalid_request');
    return 'refused';
  }
};

/** Addresses as they are found in the world, odd ones among them. */
const addresses = fc
  .record({
    scheme: fc.constantFrom('http', 'https', 'HTTPS'),
    user: fc.constantFrom('', 'user@', 'user:secret@'),
    host: fc.oneof(
      fc.domain(),
      fc.constantFrom(
        'bücher.example',
        'EXAMPLE.com',
        'example.com.',
        'example.com..',
        '127.1',
        '[::1]',
        'xn--bcher-kva.example',
      ),
    ),
    port: fc.constantFrom('', ':80', ':443', ':8080'),
    path: fc.oneof(
      fc.webPath(),
      fc.string({ unit: 'binary', maxLength: 20 }).map((path) => `/${path}`),
      fc.constantFrom('', '/a/../b/./c', '/%7Eana/%c3%bcber', '/a%2Fb', '/%zz', '/a//b', '/%2e%2e/a', '/%25%32%65'),
    ),
    query: fc.array(
      fc.tuple(
        fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('id', 'page', 'utm_source', 'fbclid', 'q[]', '')),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 6 },
    ),
    fragment: fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 8 }).map((hash) => `#${hash}`),
    ),
  })
  .map(({ scheme, user, host, port, path, query, fragment }) => {
    const search = query.map(([name, value]) => `${name}=${value}`).join('&');
    return `${scheme}://${user}${host}${port}${path}${search && `?${search}`}${fragment}`;
  });

/** Without what a site may choose. */
const STRICT: AddressRules = { www: false, mobile: false, hosts: false, slash: false, index: false, ignore: [] };
const address = (raw: string, rules: Partial<AddressRules> = {}): string =>
  addressOf(canonicalUrl(raw), { ...STRICT, ...rules });

describe('a canonical URL', () => {
  it('is its own canonical URL, and keeps its address', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, fc.webUrl({ withFragments: true, withQueryParameters: true })), (raw) => {
        const url = attempt(raw);
        fc.pre(url !== 'refused');
        expect(canonicalUrl(url)).toBe(url);
        expect(address(url)).toBe(address(raw));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is ASCII, and has no fragment, no user and no capitals in its host', () => {
    fc.assert(
      fc.property(addresses, (raw) => {
        const url = attempt(raw);
        fc.pre(url !== 'refused');
        expect(url).toMatch(/^https?:\/\/[^@#\sA-Z/]+\/[!-~]*$/);
        expect(url).not.toContain('#');
        expect(new URL(url).username).toBe('');
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['?12345-My-title'],
    ['?a=1;b=2'],
    ['?title=%C4rzte'],
    ['?q=a%20b&r=%2b'],
    ['?threads/ferry.7/&page=2'],
    ['?b=2&a=1'],
    ['?tags[]=x&tags[]=y'],
  ])('leads where %s leads: a query is bytes', (query) => {
    expect(canonicalUrl(`${ARTICLE}${query}`)).toBe(`${ARTICLE}${query}`);
    expect(canonicalUrl(`${ARTICLE}${query}&utm_source=mail&fbclid=7#top`)).toBe(`${ARTICLE}${query}`);
  });

  it('keeps what only looks like a mark of where a reader came from', () => {
    for (const name of [
      'utm',
      'utm_',
      'gclid2',
      'my_fbclid',
      'pk',
      'mc_id',
      'ref',
      'id',
      's',
      'page',
      'at_home',
      'igs',
    ])
      expect(canonicalUrl(`${ARTICLE}?${name}=1`)).toBe(`${ARTICLE}?${name}=1`);
  });

  // One of each family, as the vendors write them.
  it.each([
    ['utm_source', 'utm_campaign', 'UTM_Medium', 'utm_id'],
    ['gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', '_ga', '_gl', 'srsltid'],
    ['mtm_campaign', 'matomo_kwd', 'pk_campaign', 'piwik_kwd'],
    ['fbclid', 'fb_action_ids', 'fb_source', 'igsh', 'igshid'],
    ['msclkid', 'yclid', 'ysclid', 'ymclid'],
    ['twclid', 'ref_src', 'ref_url', 'ttclid', 'li_fat_id', 'epik', 'ScCid'],
    ['mc_cid', 'mc_eid', '_hsenc', '_hsmi', '__hstc', '__hssc', '__hsfp', 'hsCtaTracking', 'hsa_acc', 'mkt_tok', '__s'],
    ['vero_id', 'vero_conv', 'oly_anon_id', 'oly_enc_id', 'ml_subscriber', 'ml_subscriber_hash'],
    ['s_cid', 's_kwcid', 'ef_id', 'at_medium', 'at_campaign', 'at_custom1', 'xtor'],
    ['irclickid', 'rb_clickid', 'wickedid', '_openstat', 'guce_referrer', 'guce_referrer_sig', '_branch_match_id'],
  ])('does not tell where a reader came from: %s and its kin', (...names) => {
    const decorated = new URLSearchParams(names.map((name) => [name, 'abc']));
    expect(canonicalUrl(`${ARTICLE}?${decorated}`)).toBe(ARTICLE);
    expect(canonicalUrl(`${ARTICLE}?id=7&${decorated}&page=2#comments`)).toBe(`${ARTICLE}?id=7&page=2`);
  });

  it.each([
    [''],
    ['gazette.example/a'],
    ['//gazette.example/a'],
    ['/a'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['file:///etc/passwd'],
    ['ftp://gazette.example/a'],
    ['blob:https://gazette.example/a'],
    ['https://'],
    ['https://gazette.example:99999/'],
    ['https://[::1/'],
    ['https://ga zette.example/'],
    // 300 characters, and percent-encoded 2,700: longer than an index row of PostgreSQL may be.
    [`https://gazette.example/${'橋'.repeat(300)}`],
  ])('is not made of %j', (raw) => {
    expect(attempt(raw)).toBe('refused');
  });
});

describe('an address', () => {
  it('does not depend on the order of parameters, but on what they say and on the order of equal ones', () => {
    const parameters = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ maxLength: 5 })), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(parameters, fc.nat(), (asked, turn) => {
        const cut = turn % asked.length;
        const turned = [...asked.slice(cut), ...asked.slice(0, cut)].toReversed();
        const url = (of: readonly (readonly [string, string])[]) =>
          `${ARTICLE}?${new URLSearchParams(of.map(([n, v]) => [n, v]))}`;
        expect(address(url(turned))).toBe(address(url(asked)));
        const [[name]] = asked as [[string, string]];
        expect(address(url([...asked, [name, 'other']]))).not.toBe(address(url(asked)));
      }),
    );
    expect(address(`${ARTICLE}?tag=b&tag=a&id=1`)).toBe('gazette.example/2026/ferry?id=1&tag=b&tag=a');
  });

  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => !/^\.+$/.test(text));
  /** A word percent-encoded in another way: some bytes that need not be, in small letters or capitals. */
  const escaped = (text: string, choices: readonly number[]): string =>
    [...Buffer.from(text)]
      .map((byte, at) => {
        const hex = `%${byte.toString(16).padStart(2, '0')}`;
        const how = choices[at % choices.length] ?? 0;
        if (byte >= 0x80 || /[^\w-]/.test(String.fromCharCode(byte))) return how % 2 ? hex : hex.toUpperCase();
        return how === 0 ? hex : String.fromCharCode(byte);
      })
      .join('');

  it('is one for http and https, composed and decomposed letters, and any percent-encoding', () => {
    fc.assert(
      fc.property(word, fc.array(fc.nat(3), { minLength: 1 }), (text, choices) => {
        const one = `https://gazette.example/x-${encodeURIComponent(text)}-x?q=${encodeURIComponent(text)}`;
        const form = choices[0] === 1 ? 'NFC' : 'NFD';
        const other = escaped(text.normalize(form), choices);
        expect(address(`http://gazette.example/x-${other}-x?q=${other}`)).toBe(address(one));
      }),
    );
  });

  it('is one for a composed sign of which one half has to stay encoded', () => {
    const [composed, decomposed] = ['≠'.normalize('NFC'), '≠'.normalize('NFD')].map(encodeURIComponent);
    expect(address(`${ARTICLE}?q=${decomposed}`)).toBe(address(`${ARTICLE}?q=${composed}`));
    expect(address(`${ARTICLE}?q=${composed}`)).not.toBe(address(`${ARTICLE}?q==`));
  });

  it('is never one for two articles', () => {
    const articles = fc.record({
      path: fc.array(word, { maxLength: 3 }),
      query: fc.dictionary(word, word, { maxKeys: 3 }),
    });
    type Article = { path: string[]; query: Record<string, string> };
    const said = ({ path, query }: Article) =>
      JSON.stringify([path, Object.entries(query).toSorted(([a], [b]) => (a < b ? -1 : 1))]).normalize('NFC');
    const url = ({ path, query }: Article) =>
      `https://gazette.example/${path.map(encodeURIComponent).join('/')}?${Object.entries(query)
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .join('&')}`;
    fc.assert(
      fc.property(articles, articles, (one, other) => {
        expect(address(url(one)) === address(url(other))).toBe(said(one) === said(other));
      }),
    );
  });

  it.each([
    ['capitals in scheme and host', 'HTTPS://Gazette.EXAMPLE/2026/ferry'],
    ['the port that goes without saying', 'https://gazette.example:443/2026/ferry'],
    ['another scheme', 'http://gazette.example:80/2026/ferry'],
    ['a dot behind the host', 'https://gazette.example./2026/ferry'],
    ['a user', 'https://ana:secret@gazette.example/2026/ferry'],
    ['a fragment', `${ARTICLE}#message-7`],
    ['an empty query', `${ARTICLE}?`],
    ['a query of nothing', `${ARTICLE}?&&`],
    ['steps in the path', 'https://gazette.example/2026/x/../ferry'],
    ['encoded letters', 'https://gazette.example/%32026/%66err%79'],
    ['an encoded step', 'https://gazette.example/2026/x/%2E%2e/ferry'],
    ['white space around it', `  ${ARTICLE}\n`],
    ['backslashes', 'https:\\\\gazette.example\\2026\\ferry'],
    ['full-width letters', 'https://ｇａｚｅｔｔｅ.example/2026/ferry'],
  ])('is one whatever the spelling: %s', (_what, spelling) => {
    expect(address(spelling)).toBe('gazette.example/2026/ferry');
  });

  it.each([
    ['a host of another script', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['a path of another script', 'https://a.example/über', 'https://a.example/%C3%BCber'],
    ['letters in two pieces', 'https://a.example/u\u0308ber', 'https://a.example/%c3%bcber'],
    ['brackets', 'https://a.example/a(b)', 'https://a.example/a%28b%29'],
    ['a tilde', 'https://a.example/%7Eana', 'https://a.example/~ana'],
    ['spaces in the query', 'https://a.example/?q=a%20b', 'https://a.example/?q=a+b'],
    ['a parameter without a value', 'https://a.example/?q', 'https://a.example/?q='],
    ['brackets in the query', 'https://a.example/?q[]=1', 'https://a.example/?q%5B%5D=1'],
  ])('is one for %s', (_what, one, other) => {
    expect(address(one)).toBe(address(other));
  });

  it.each([
    ['the path’s capitals', 'https://a.example/A', 'https://a.example/a'],
    ['an encoded slash', 'https://a.example/a%2Fb', 'https://a.example/a/b'],
    ['an encoded percent sign', 'https://a.example/%2541', 'https://a.example/A'],
    ['an encoded question mark', 'https://a.example/a%3Fb=1', 'https://a.example/a?b=1'],
    ['another port', 'https://a.example:8443/', 'https://a.example/'],
    ['a plus sign', 'https://a.example/?q=a%2Bb', 'https://a.example/?q=a+b'],
    ['another value', 'https://a.example/?id=1', 'https://a.example/?id=2'],
    ['letters of an older encoding', 'https://a.example/?title=%C4rzte', 'https://a.example/?title=%DCrzte'],
    ['such letters in the path', 'https://a.example/%C4rzte', 'https://a.example/%DCrzte'],
    ['an encoded ampersand', 'https://a.example/?q=a%26b=1', 'https://a.example/?q=a&b=1'],
    ['a semicolon', 'https://a.example/?a=1;b=2', 'https://a.example/?a=1&b=2'],
  ])('is another where it may be another article: %s', (_what, one, other) => {
    expect(address(one)).not.toBe(address(other));
  });

  it.each<[keyof AddressRules, string, Partial<AddressRules>]>([
    ['www', 'https://www.gazette.example/2026/ferry', { www: true }],
    ['mobile', 'https://m.gazette.example/2026/ferry', { mobile: true }],
    ['mobile', 'https://amp.gazette.example/2026/ferry', { mobile: true }],
    ['hosts', 'https://gazette.test/2026/ferry', { hosts: true }],
    ['slash', 'https://gazette.example/2026/ferry/', { slash: true }],
    ['index', 'https://gazette.example/2026/ferry/index.html', { slash: true, index: true }],
    ['ignore', `${ARTICLE}?ref=home&AMP=1`, { ignore: ['ref', 'amp'] }],
  ])('is one where the site says so (%s): %s', (_switch, other, rules) => {
    expect(address(other, rules)).toBe(address(ARTICLE, rules));
    expect(address(other)).not.toBe(address(ARTICLE));
  });

  it('is for a site that says nothing one with www, a slash, index.html, ref and amp, and apart on another host', () => {
    const same = (raw: string) => addressOf(canonicalUrl(raw), DEFAULT_RULES) === addressOf(ARTICLE, DEFAULT_RULES);
    const spellings = ['http://www.gazette.example/2026/ferry/index.php?ref=x', `${ARTICLE}/?amp=1`, `${ARTICLE}/`];
    expect(spellings.filter(same)).toEqual(spellings);
    const others = ['https://sport.gazette.example/2026/ferry', `${ARTICLE}?page=2`, 'https://www.example/2026/ferry'];
    expect(others.filter(same)).toEqual([]);
  });

  // URL.canParse of Node 20 said no to these once it had been called often enough to be compiled.
  it('is the same however often an address of another script is asked for', () => {
    const asked = Array.from({ length: 30_000 }, () => attempt('https://bücher.example/'));
    expect(new Set(asked)).toEqual(new Set(['https://xn--bcher-kva.example/']));
  });
});
