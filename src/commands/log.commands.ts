import { t } from '../i18n/format.js';
import { say } from '../i18n/text.js';
import { AuditLog, verdictText } from '../audit/audit-log.js';
import { iso } from '../config/clock.js';
import { SitesService } from '../sites/sites.service.js';
import type { Command } from './command.js';

/** How many entries `log list` shows unless it is told. */
const LISTED = 50;

export const LOG_COMMANDS: readonly Command[] = [
  {
    name: 'log list',
    takes: '[--site SITE] [--last N]',
    does: say('command.log.list', { n: LISTED }),
    options: { site: 'once', last: 'once' },
    run: async (forum, given) => {
      const sites = forum.get(SitesService);
      const site = given.option('site');
      const siteIds = site === undefined ? [...(await sites.all()).keys()] : [(await sites.site(site)).id];
      const entries = await forum.get(AuditLog).list(siteIds, null, given.whole('last') ?? LISTED);
      const lines = entries.map(({ seq, at, actorName, action, subjectKind, subjectId, reason }) =>
        [seq, iso(at), actorName, action, `${subjectKind} ${subjectId}`, reason ?? ''].join('\t').trimEnd(),
      );
      return lines.join('\n') || t('command.log.none');
    },
  },
  {
    name: 'log verify',
    does: say('command.log.verify'),
    run: async (forum) => {
      const verdict = await forum.get(AuditLog).verify();
      if (verdict.ok) return verdictText(verdict);
      throw new Error(t('command.verify.log', { verdict: verdictText(verdict) }));
    },
  },
];
