import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestClock } from '../support/clock.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { readConfig } from '../../src/config/config.js';
import type { Transactions } from '../../src/database/transactions.js';
import { ForumError } from '../../src/errors/forum-error.js';
import { EventBus } from '../../src/events/event-bus.js';
import { knownSite } from '../../src/sites/site-settings.js';
import type { SitesRepository } from '../../src/sites/sites.repository.js';
import { SitesService } from '../../src/sites/sites.service.js';
import { canonicalUrl } from '../../src/threads/canonical-url.js';

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

describe('a canonical URL', () => {
  it('is its own canonical URL', () => {
    fc.assert(
      fc.property(fc.oneof(addresses, fc.webUrl({ withFragments: true, withQueryParameters: true })), (raw) => {
        const url = attempt(raw);
        expect(url === 'refused' ? url : canonicalUrl(url)).toBe(url);
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
        expect(canonicalUrl(url(turned))).toBe(canonicalUrl(url(asked)));
        const [[name]] = asked as [[string, string]];
        expect(canonicalUrl(url([...asked, [name, 'other']]))).not.toBe(canonicalUrl(url(asked)));
      }),
    );
    expect(canonicalUrl(`${ARTICLE}?tag=b&tag=a&id=1`)).toBe(`${ARTICLE}?id=1&tag=b&tag=a`);
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

  it('keeps what only looks like it', () => {
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
    ]) {
      expect(canonicalUrl(`${ARTICLE}?${name}=1`)).toBe(`${ARTICLE}?${name}=1`);
    }
  });

  it.each([
    ['capitals in scheme and host', 'HTTPS://Gazette.EXAMPLE/2026/ferry'],
    ['the port that goes without saying', 'https://gazette.example:443/2026/ferry'],
    ['a dot behind the host', 'https://gazette.example./2026/ferry'],
    ['two dots behind the host', 'https://gazette.example../2026/ferry'],
    ['a user', 'https://ana:secret@gazette.example/2026/ferry'],
    ['a fragment', `${ARTICLE}#message-7`],
    ['an empty query', `${ARTICLE}?`],
    ['steps in the path', 'https://gazette.example/2026/x/../ferry'],
    ['encoded letters', 'https://gazette.example/%32026/%66err%79'],
    ['an encoded step', 'https://gazette.example/2026/x/%2E%2e/ferry'],
    ['white space around it', `  ${ARTICLE}\n`],
    ['backslashes', 'https:\\\\gazette.example\\2026\\ferry'],
    ['dots of another script', 'https://gazette。example/2026/ferry'],
    ['full-width letters', 'https://ｇａｚｅｔｔｅ.example/2026/ferry'],
  ])('is one whatever the spelling: %s', (_what, spelling) => {
    expect(canonicalUrl(spelling)).toBe(ARTICLE);
  });

  it.each([
    ['a host of another script', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['a host in capitals of another script', 'https://BÜCHER.example/', 'https://xn--bcher-kva.example/'],
    ['a path of another script', 'https://a.example/über', 'https://a.example/%C3%BCber'],
    ['percent-encodings in small letters', 'https://a.example/%c3%bcber', 'https://a.example/%C3%BCber'],
    ['a tilde', 'https://a.example/%7Eana', 'https://a.example/~ana'],
    ['spaces in the query', 'https://a.example/?q=a%20b', 'https://a.example/?q=a+b'],
    ['a parameter without a value', 'https://a.example/?q', 'https://a.example/?q='],
    ['brackets in the query', 'https://a.example/?q[]=1', 'https://a.example/?q%5B%5D=1'],
  ])('is one for %s', (_what, one, other) => {
    expect(canonicalUrl(one)).toBe(canonicalUrl(other));
  });

  // URL.canParse of Node 20 said no to these once it had been called often enough to be compiled.
  it('is the same however often an address of another script is asked for', () => {
    const asked = Array.from({ length: 30_000 }, () => attempt('https://bücher.example/'));
    expect(new Set(asked)).toEqual(new Set(['https://xn--bcher-kva.example/']));
  });

  it.each([
    ['the path’s capitals', 'https://a.example/A', 'https://a.example/a'],
    ['a slash at the end', 'https://a.example/a/', 'https://a.example/a'],
    ['an encoded slash', 'https://a.example/a%2Fb', 'https://a.example/a/b'],
    ['an encoded percent sign', 'https://a.example/%2541', 'https://a.example/A'],
    ['another port', 'https://a.example:8443/', 'https://a.example/'],
    ['a plus sign', 'https://a.example/?q=a%2Bb', 'https://a.example/?q=a+b'],
    ['another value', 'https://a.example/?id=1', 'https://a.example/?id=2'],
  ])('is another where it may be another article: %s', (_what, one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
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

describe('where a site’s articles may be', () => {
  const config = readConfig({ PUBLIC_URL: 'https://forum.example' });
  const row = {
    id: 'gazette',
    name: 'Gazette',
    hosts: '["example.com","www.example.com"]',
    settings: '{}',
    revision: 1,
  };
  const gazette = knownSite(row, config);
  const repository = { all: () => Promise.resolve([row]) } as unknown as SitesRepository;
  const sites = new SitesService(
    config,
    repository,
    {} as Transactions,
    new TestClock(),
    {} as AuditLog,
    new EventBus(),
  );
  const isAllowed = (url: string) => sites.allowsHost(gazette, new URL(canonicalUrl(url)).hostname);

  it.each([
    ['https://example.com/a'],
    ['https://www.example.com/a'],
    ['http://EXAMPLE.com:8080/a'],
    ['https://example.com./a'],
    ['https://user@example.com/a'],
    ['https://forum.example/a'],
  ])('takes %s', async (url) => {
    expect(isAllowed(url)).toBe(true);
    expect(await sites.allowsOrigin(new URL(canonicalUrl(url)).origin)).toBe(true);
  });

  it.each([
    ['https://attacker-example.com/'],
    ['https://example.com.attacker.example/'],
    ['https://sub.example.com/'],
    ['https://example.co/'],
    ['https://xexample.com/'],
    ['https://example.comx/'],
    ['https://example.com@attacker.example/'],
    ['https://attacker.example/example.com'],
    ['https://attacker.example/?https://example.com'],
    ['https://attacker.example\\@example.com/'],
    ['https://exаmple.com/'],
    ['https://localhost/'],
    ['https://127.0.0.1/'],
    ['https://[::1]/'],
  ])('does not take %s', async (url) => {
    expect(isAllowed(url)).toBe(false);
    expect(await sites.allowsOrigin(new URL(canonicalUrl(url)).origin)).toBe(false);
  });

  it('takes no name but the site’s own, whatever stands before or behind it', () => {
    const piece = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(piece, fc.boolean(), (piece, before) => {
        const host = before ? `${piece}example.com` : `example.com${piece}`;
        fc.pre(URL.canParse(`https://${host}/`));
        expect(isAllowed(`https://${host}/`)).toBe(false);
      }),
    );
  });

  it.each([['null'], ['file://'], [''], ['example.com'], ['chrome-extension://example.com'], ['*']])(
    'no socket opens for a page of %j',
    async (origin) => {
      expect(await sites.allowsOrigin(origin)).toBe(false);
    },
  );
});
