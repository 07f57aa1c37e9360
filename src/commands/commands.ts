import type { INestApplicationContext } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { STAFF_ROLES } from '../members/members.schema.js';
import { MembersService } from '../members/members.service.js';
import { EVERY_SITE } from '../members/staff-role.entity.js';
import { AuditLog } from '../audit/audit-log.js';
import { SitesService, type SiteChange } from '../sites/sites.service.js';
import { UsageError, type CommandName, type Options } from './command-line.js';

/** Does it, and answers what to print. */
type Command = (forum: INestApplicationContext, words: readonly string[], options: Options) => Promise<string>;

/** What stands behind each command. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  'staff add': async (forum, [email = ''], options) => {
    const role = STAFF_ROLES.find((one) => one === last(options, 'role'));
    if (!role) throw new UsageError('--role must be owner, admin or moderator.');
    const site = last(options, 'site') ?? null;
    if (site !== null) await forum.get(SitesService).site(site);
    const { name, link } = await forum.get(MembersService).addStaff(email, role, site, last(options, 'name'));
    const { origin } = forum.get<Config>(CONFIG).PUBLIC_URL;
    return `${name} signs in here, once, within a day:\n${origin}/console/sign-in?token=${link}`;
  },
  'staff remove': async (forum, [email = ''], options) => {
    const { name, left } = await forum.get(MembersService).removeStaff(email, last(options, 'site') ?? null);
    const where = left.includes(EVERY_SITE) ? 'every site' : left.join(', ');
    return `${name} is signed out everywhere, and has ${where ? `still a role on ${where}` : 'no role any more'}.`;
  },
  'staff token': (forum, [email = '']) => forum.get(MembersService).staffToken(email),
  'site list': async (forum) => {
    const sites = await forum.get(SitesService).all();
    return [...sites.values()]
      .map(({ id, name, hosts, settings }) => `${id}\t${name}\t${hosts.join(' ')}\t${JSON.stringify(settings)}`)
      .join('\n');
  },
  'site add': async (forum, [id = ''], options) => {
    const site = await forum.get(SitesService).add(id, changeOf(options));
    return `Site ${site.id} stands on: ${site.hosts.join(', ') || 'no host yet (--host)'}`;
  },
  'site set': async (forum, [id = ''], options) => {
    const site = await forum.get(SitesService).change(id, changeOf(options));
    return `Site ${site.id} stands on: ${site.hosts.join(', ')}; ${JSON.stringify(site.settings)}`;
  },
  // The database was migrated when it was opened.
  migrate: async () => 'The database has the schema of this version.',
  'log verify': async (forum) => {
    const verdict = await forum.get(AuditLog).verify();
    if (verdict.ok) return `The log is whole: ${verdict.entries} entries, head ${verdict.head}`;
    throw new Error(`The log is broken at entry ${verdict.brokenAt}; up to entry ${verdict.entries} it is whole.`);
  },
};

function changeOf(options: Options): SiteChange {
  const settings = {
    premoderation: last(options, 'premoderation') as 'all' | 'none' | undefined,
    newcomerMessages: whole(options, 'newcomer-messages'),
    holdAfterReports: whole(options, 'hold-after-reports'),
    messageLength: whole(options, 'message-length'),
    editWindow: whole(options, 'edit-window'),
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { name: last(options, 'name'), hosts: options['host'], settings: given };
}

const last = (options: Options, name: string): string | undefined => options[name]?.at(-1);

function whole(options: Options, name: string): number | undefined {
  const given = last(options, name);
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw new UsageError(`--${name} must be a whole number.`);
  return Number(given);
}
