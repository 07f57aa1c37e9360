import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import type { INestApplicationContext } from '@nestjs/common';
import { COMMAND_LINE } from '../audit/audit-log.js';
import { CONFIG, type Config } from '../config/config.js';
import { STAFF_ROLES } from '../members/members.schema.js';
import { StaffService } from '../members/staff/staff.service.js';
import { EVERY_SITE } from '../members/staff/staff-role.entity.js';
import { SitesService } from '../sites/sites.service.js';
import { UsageError, type Command } from './command.js';

export const STAFF_COMMANDS: readonly Command[] = [
  {
    name: 'staff add',
    takes: 'EMAIL --role owner|admin|moderator [--site SITE] [--name NAME]',
    does: say('command.staff.add'),
    words: 1,
    options: { role: 'once', site: 'once', name: 'once' },
    run: async (forum, given) => {
      const role = STAFF_ROLES.find((one) => one === given.option('role'));
      if (!role) throw new UsageError(t('command.usage.role'));
      const site = given.option('site') ?? null;
      if (site !== null) await forum.get(SitesService).site(site);
      const asked = given.option('name');
      const { name, link, known } = await forum
        .get(StaffService)
        .addStaff(given.word(), role, site, asked, COMMAND_LINE);
      const keeps = known && asked !== undefined && asked !== name;
      const line = signInLine(forum, name, link);
      return keeps ? `${line}\n${t('command.staff.known', { name, asked })}` : line;
    },
  },
  {
    name: 'staff link',
    takes: 'EMAIL',
    does: say('command.staff.link'),
    words: 1,
    run: async (forum, given) => {
      const { name, link } = await forum.get(StaffService).staffLink(given.word(), COMMAND_LINE);
      return signInLine(forum, name, link);
    },
  },
  {
    name: 'staff list',
    does: say('command.staff.list'),
    run: async (forum) => {
      const staff = await forum.get(StaffService).staff();
      if (staff.length === 0) return t('command.staff.none');
      // A column of words that programs read is the same in every language.
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
    does: say('command.staff.remove'),
    words: 1,
    options: { site: 'once' },
    run: async (forum, given) => {
      const { name, left } = await forum
        .get(StaffService)
        .removeStaff(given.word(), given.option('site') ?? null, COMMAND_LINE);
      if (left.includes(EVERY_SITE)) return t('command.staff.outEvery', { name });
      return left.length > 0
        ? t('command.staff.outHere', { name, where: left.join(', ') })
        : t('command.staff.out', { name });
    },
  },
  {
    name: 'staff token',
    takes: 'EMAIL',
    does: say('command.staff.token'),
    words: 1,
    run: (forum, given) => forum.get(StaffService).staffToken(given.word(), COMMAND_LINE),
  },
];

function signInLine(forum: INestApplicationContext, name: string, link: string): string {
  const { origin } = forum.get<Config>(CONFIG).PUBLIC_URL;
  return `${t('command.staff.signsIn', { name })}\n${origin}/console/sign-in?token=${link}`;
}
