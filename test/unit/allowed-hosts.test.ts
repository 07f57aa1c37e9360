import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestClock } from '../support/clock.js';
import type { AuditLog } from '../../src/audit/audit-log.js';
import { readConfig } from '../../src/config/read-config.js';
import type { Transactions } from '../../src/database/transactions.js';
import { EventBus } from '../../src/events/event-bus.js';
import { knownSite } from '../../src/sites/site-settings.js';
import type { SettingsService } from '../../src/settings/settings.service.js';
import type { SitesRepository } from '../../src/sites/sites.repository.js';
import { SitesService } from '../../src/sites/sites.service.js';
import { canonicalUrl } from '../../src/threads/addresses/canonical-url.js';

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
    { tellUnusable: () => undefined } as unknown as SettingsService,
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
