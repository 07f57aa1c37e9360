import type { INestApplicationContext } from '@nestjs/common';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { CONFIG, type Config } from '../config/config.js';
import { STAFF_ROLES } from '../members/members.schema.js';
import { StaffService } from '../members/staff.service.js';
import { EVERY_SITE } from '../members/staff-role.entity.js';
import { SitesService } from '../sites/sites.service.js';
import { UsageError, type Command } from './command.js';

export const STAFF_COMMANDS: readonly Command[] = [
  {
    name: 'staff add',
    takes: 'EMAIL --role owner|admin|moderator [--site SITE] [--name NAME]',
    does: 'gives a person a role and prints a one-time link, good for a day, by which it signs in',
    words: 1,
    options: { role: 'once', site: 'once', name: 'once' },
    run: async (forum, given) => {
      const role = STAFF_ROLES.find((one) => one === given.option('role'));
      if (!role) throw new UsageError('--role must be owner, admin or moderator.');
      const site = given.option('site') ?? null;
      if (site !== null) await forum.get(SitesService).site(site);
      const asked = given.option('name');
      const { name, link, known } = await forum
        .get(StaffService)
        .addStaff(given.word(), role, site, asked, COMMAND_LINE);
      const keeps = known && asked !== undefined && asked !== name;
      const note = keeps ? `\n${name} was known already and keeps that name; “${asked}” was not taken.` : '';
      return signInLine(forum, name, link) + note;
    },
  },
  {
    name: 'staff link',
    takes: 'EMAIL',
    does: 'prints a one-time link for somebody who has a role already, and changes nothing else',
    words: 1,
    run: async (forum, given) => {
      const { name, link } = await forum.get(StaffService).staffLink(given.word(), COMMAND_LINE);
      return signInLine(forum, name, link);
    },
  },
  {
    name: 'staff list',
    does: 'shows who has which role where',
    run: async (forum) => {
      const staff = await forum.get(StaffService).staff();
      if (staff.length === 0) return 'Nobody has a role.';
      return staff
        .map(
          ({ name, email, siteId, role }) =>
            `${email ?? ''}\t${name}\t${role}\t${siteId === EVERY_SITE ? 'every site' : siteId}`,
        )
        .join('\n');
    },
  },
  {
    name: 'staff remove',
    takes: 'EMAIL [--site SITE]',
    does: 'takes the role there away, or every role, and ends all sign-ins and API tokens of that person',
    words: 1,
    options: { site: 'once' },
    run: async (forum, given) => {
      const { name, left } = await forum
        .get(StaffService)
        .removeStaff(given.word(), given.option('site') ?? null, COMMAND_LINE);
      const where = left.includes(EVERY_SITE) ? 'every site' : left.join(', ');
      return `${name} is signed out everywhere, and has ${where ? `still a role on ${where}` : 'no role any more'}.`;
    },
  },
  {
    name: 'staff token',
    takes: 'EMAIL',
    does: 'prints an API token',
    words: 1,
    run: (forum, given) => forum.get(StaffService).staffToken(given.word(), COMMAND_LINE),
  },
];

function signInLine(forum: INestApplicationContext, name: string, link: string): string {
  const { origin } = forum.get<Config>(CONFIG).PUBLIC_URL;
  return `${name} signs in here, once, within a day:\n${origin}/console/sign-in?token=${link}`;
}
