import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { systemActor } from '../auth/actor.js';
import { SitesService, type SiteChange } from '../sites/sites.service.js';
import { SiteRemovalService } from '../moderation/threads/site-removal.service.js';
import { AddressRulesService } from '../moderation/addresses/address-rules.service.js';
import type { AddressesAnswer } from '../moderation/addresses/addresses.schema.js';
import { UsageError, type Command, type Given, type OptionKind } from './command.js';

const OF_SITE: Readonly<Record<string, OptionKind>> = {
  name: 'once',
  host: 'repeated',
  premoderation: 'once',
  'newcomer-messages': 'once',
  'hold-after-reports': 'once',
  'message-length': 'once',
  'edit-window': 'once',
  language: 'once',
};

/** The same as help shows it. */
const TAKES =
  '[--name NAME] [--host HOST]… [--premoderation all|none] [--newcomer-messages N]\n[--hold-after-reports N] [--message-length N] [--edit-window SECONDS] [--language CODE]';

/** Rules of addresses that are on or off. */
const SWITCHES = ['www', 'mobile', 'hosts', 'slash', 'index'] as const;

export const SITE_COMMANDS: readonly Command[] = [
  {
    name: 'site list',
    does: say('command.site.list'),
    run: async (forum) => {
      const sites = await forum.get(SitesService).all();
      return [...sites.values()]
        .map(({ id, name, hosts, settings }) => `${id}\t${name}\t${hosts.join(' ')}\t${JSON.stringify(settings)}`)
        .join('\n');
    },
  },
  {
    name: 'site add',
    takes: `ID ${TAKES}`,
    does: say('command.site.add'),
    words: 1,
    options: OF_SITE,
    run: async (forum, given) => {
      const site = await forum.get(SitesService).add(given.word(), changeOf(given), COMMAND_LINE);
      const { id, hosts } = site;
      if (hosts.length === 0) return t('command.site.standsNowhere', { id });
      return t('command.site.stands', { id, hosts: hosts.join(', ') });
    },
  },
  {
    name: 'site set',
    takes: `ID ${TAKES}`,
    does: say('command.site.set'),
    words: 1,
    options: OF_SITE,
    run: async (forum, given) => {
      const site = await forum.get(SitesService).change(given.word(), changeOf(given), COMMAND_LINE);
      const { id, hosts, settings } = site;
      return t('command.site.standsWith', { id, hosts: hosts.join(', '), settings: JSON.stringify(settings) });
    },
  },
  {
    name: 'site addresses',
    takes:
      'ID [--www on|off] [--mobile on|off] [--hosts on|off] [--slash on|off] [--index on|off]\n[--ignore NAME]… [--apply]',
    does: say('command.site.addresses'),
    words: 1,
    options: {
      ...Object.fromEntries(SWITCHES.map((name) => [name, 'once' as const])),
      ignore: 'repeated',
      apply: 'alone',
    },
    run: async (forum, given) => {
      const rules = forum.get(AddressRulesService, { strict: false });
      const staff = systemActor(COMMAND_LINE);
      const change = {
        ...rulesOf(given),
        ...(given.all('ignore') ? { ignore: [...(given.all('ignore') ?? [])] } : {}),
      };
      const seen = await rules.preview(staff, given.word(), change);
      if (!given.has('apply')) return preview(seen, t('command.site.notApplied'));
      const { value } = await rules.apply(staff, null, given.word(), { addresses: change });
      await rules.mergeNow(staff, given.word(), value.twins);
      const n = value.twins.flatMap(({ from }) => from).length;
      return preview(value, t('command.site.merged', { n }));
    },
  },
  {
    name: 'site remove',
    takes: 'ID [--with-deleted]',
    does: say('command.site.remove'),
    words: 1,
    options: { 'with-deleted': 'alone' },
    run: async (forum, given) => {
      const removal = forum.get(SiteRemovalService, { strict: false });
      await removal.remove(given.word(), { withDeleted: given.has('with-deleted'), by: COMMAND_LINE });
      return t('command.site.gone', { id: given.word() });
    },
  },
];

function changeOf(given: Given): SiteChange {
  const settings = {
    premoderation: given.option('premoderation') as 'all' | 'none' | undefined,
    newcomerMessages: given.whole('newcomer-messages'),
    holdAfterReports: given.whole('hold-after-reports'),
    messageLength: given.whole('message-length'),
    editWindow: given.whole('edit-window'),
    language: given.option('language'),
  };
  const named = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { name: given.option('name'), hosts: given.all('host'), settings: named };
}

/** @throws UsageError for a switch that is neither on nor off */
function rulesOf(given: Given): Partial<Record<(typeof SWITCHES)[number], boolean>> {
  const named = SWITCHES.flatMap((name) => {
    const value = given.option(name);
    if (value === undefined) return [];
    if (value !== 'on' && value !== 'off') throw new UsageError(t('command.usage.switch', { option: name }));
    return [[name, value === 'on'] as const];
  });
  return Object.fromEntries(named);
}

/** The rules in a line, and what is one article under them. */
function preview({ addresses, twins }: AddressesAnswer, last: string): string {
  const switches = SWITCHES.map((name) => `${name}=${addresses[name] ? 'on' : 'off'}`).join(' ');
  const rules = `${switches} ignore=${addresses.ignore.join(',')}`;
  if (twins.length === 0) return `${rules}\n${t('command.site.noTwins')}`;
  const n = twins.reduce((sum, { from }) => sum + 1 + from.length, 0);
  return [
    rules,
    t('command.site.twins', { n, articles: twins.length }),
    ...twins.flatMap(({ into, from }) => [
      `  ${t('command.site.takesIn', { url: into.url, n: into.messageCount })}`,
      ...from.map(({ url, messageCount }) => `    ${t('command.site.twin', { url, n: messageCount })}`),
    ]),
    last,
  ].join('\n');
}
