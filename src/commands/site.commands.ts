import { COMMAND_LINE } from '../audit/audit-log.js';
import { SitesService, type SiteChange } from '../sites/sites.service.js';
import type { Command, Given, OptionKind } from './command.js';

const OF_SITE: Readonly<Record<string, OptionKind>> = {
  name: 'once',
  host: 'repeated',
  premoderation: 'once',
  'newcomer-messages': 'once',
  'hold-after-reports': 'once',
  'message-length': 'once',
  'edit-window': 'once',
};

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
      'ID [--name NAME] [--host HOST]… [--premoderation all|none] [--newcomer-messages N]\n[--hold-after-reports N] [--message-length N] [--edit-window SECONDS]',
    does: "changes what is named; --host replaces the list of hosts where the site's articles are",
    words: 1,
    options: OF_SITE,
    run: async (forum, given) => {
      const site = await forum.get(SitesService).change(given.word(), changeOf(given), COMMAND_LINE);
      return `Site ${site.id} stands on: ${site.hosts.join(', ')}; ${JSON.stringify(site.settings)}`;
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
  };
  const named = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { name: given.option('name'), hosts: given.all('host'), settings: named };
}
