import { COMMAND_LINE } from '../audit/audit-log.js';
import { systemActor } from '../auth/actor.js';
import { SitesService, type SiteChange } from '../sites/sites.service.js';
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

/** Rules of addresses that are on or off. */
const SWITCHES = ['www', 'mobile', 'hosts', 'slash', 'index'] as const;

export const SITE_COMMANDS: readonly Command[] = [
  {
    name: 'site list',
    does: 'shows every site: its id, name, hosts and settings',
    run: async (forum) => {
      const sites = await forum.get(SitesService).all();
      return [...sites.values()]
        .map(({ id, name, hosts, settings }) => `${id}\t${name}\t${hosts.join(' ')}\t${JSON.stringify(settings)}`)
        .join('\n');
    },
  },
  {
    name: 'site add',
    takes: 'ID [--name NAME] [--host HOST]… [and what `set` takes]',
    does: 'makes a site',
    words: 1,
    options: OF_SITE,
    run: async (forum, given) => {
      const site = await forum.get(SitesService).add(given.word(), changeOf(given), COMMAND_LINE);
      return `Site ${site.id} stands on: ${site.hosts.join(', ') || 'no host yet (--host)'}`;
    },
  },
  {
    name: 'site set',
    takes:
      'ID [--name NAME] [--host HOST]… [--premoderation all|none] [--newcomer-messages N]\n[--hold-after-reports N] [--message-length N] [--edit-window SECONDS] [--language CODE]',
    does: "changes what is named; --host replaces the list of hosts where the site's articles are",
    words: 1,
    options: OF_SITE,
    run: async (forum, given) => {
      const site = await forum.get(SitesService).change(given.word(), changeOf(given), COMMAND_LINE);
      return `Site ${site.id} stands on: ${site.hosts.join(', ')}; ${JSON.stringify(site.settings)}`;
    },
  },
  {
    name: 'site addresses',
    takes:
      'ID [--www on|off] [--mobile on|off] [--hosts on|off] [--slash on|off] [--index on|off]\n[--ignore NAME]… [--apply]',
    does: `shows which discussions are one article under these rules (those that hold, but for what is named); --apply changes\nthem and merges the discussions`,
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
      if (!given.has('apply'))
        return preview(seen, 'Nothing has changed yet. --apply changes the rules and merges them.');
      const { value } = await rules.apply(staff, null, given.word(), { addresses: change });
      await rules.mergeNow(staff, given.word(), value.twins);
      const count = value.twins.flatMap(({ from }) => from).length;
      const merged = count === 1 ? '1 discussion has' : `${count} discussions have`;
      return preview(value, `${merged} been merged; the log takes each back.`);
    },
  },
  {
    name: 'site remove',
    takes: 'ID',
    does: 'takes away a site that has no discussion',
    words: 1,
    run: async (forum, given) => {
      await forum.get(SitesService).remove(given.word(), COMMAND_LINE);
      return `Site ${given.word()} is gone.`;
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
    if (value !== 'on' && value !== 'off') throw new UsageError(`--${name} must be on or off.`);
    return [[name, value === 'on'] as const];
  });
  return Object.fromEntries(named);
}

/** The rules in a line, and what is one article under them. */
function preview({ addresses, twins }: AddressesAnswer, last: string): string {
  const switches = SWITCHES.map((name) => `${name}=${addresses[name] ? 'on' : 'off'}`).join(' ');
  const rules = `${switches} ignore=${addresses.ignore.join(',')}`;
  if (twins.length === 0) return `${rules}\nNo two discussions are one article under these rules.`;
  const line = ({ url, messageCount }: AddressesAnswer['twins'][number]['into']) =>
    `${url} (${messageCount === 1 ? '1 message' : `${messageCount} messages`})`;
  const count = twins.reduce((sum, { from }) => sum + 1 + from.length, 0);
  return [
    rules,
    `${count} discussions are ${twins.length === 1 ? 'one article' : `${twins.length} articles`} under these rules:`,
    ...twins.flatMap(({ into, from }) => [`  ${line(into)} takes in:`, ...from.map((one) => `    ${line(one)}`)]),
    last,
  ].join('\n');
}
