#!/usr/bin/env node
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { parseArgs } from 'node:util';
import { AppModule } from './app.module.js';
import { CONFIG, ConfigError, readConfig, type Config } from './config/config.js';
import { ForumError } from './errors/forum-error.js';
import { STAFF_ROLES, type StaffRole } from './members/members.schema.js';
import { MembersService } from './members/members.service.js';
import { AuditLog } from './moderation/audit-log.js';
import type { SiteChange } from './sites/sites.service.js';
import { SitesService } from './sites/sites.service.js';

const HELP = `rejoinder — the forum's command line

  rejoinder staff add EMAIL --role owner|admin|moderator [--site SITE] [--name NAME]
      gives a person a role and prints a one-time link, good for a day, by which it signs in
  rejoinder staff token EMAIL
      prints an API token
  rejoinder site list
  rejoinder site add ID [--name NAME] [--host HOST]…
  rejoinder site set ID [--name NAME] [--host HOST]… [--premoderation all|none] [--newcomer-messages N]
                        [--hold-after-reports N] [--message-length N] [--edit-window SECONDS]
      --host replaces the list of hosts where the site's articles are
  rejoinder migrate
      brings the database to this version's schema; a start does the same
  rejoinder log verify
      walks the moderators' log and says whether a line was changed, left out or put in

The database is that of DATABASE_URL (sqlite:./data/rejoinder.db unless set).
`;

class UsageError extends Error {}

type Options = Readonly<Record<string, string | string[] | undefined>>;
type Command = (forum: INestApplicationContext, words: readonly string[], options: Options) => Promise<string>;

const COMMANDS: Readonly<Record<string, Command>> = {
  'staff add': async (forum, [email], { role, site, name }) => {
    const known = STAFF_ROLES.find((one) => one === role);
    if (!email || !known) throw new UsageError('staff add needs EMAIL and --role owner|admin|moderator');
    if (typeof site === 'string') await forum.get(SitesService).site(site);
    const added = await forum
      .get(MembersService)
      .addStaff(email, known satisfies StaffRole, text(site) ?? null, text(name));
    const { origin } = forum.get<Config>(CONFIG).PUBLIC_URL;
    return `${added.name} signs in here, once, within a day:\n${origin}/console/sign-in?token=${added.link}`;
  },
  'staff token': async (forum, [email]) => {
    if (!email) throw new UsageError('staff token needs EMAIL');
    return forum.get(MembersService).staffToken(email);
  },
  'site list': async (forum) => {
    const sites = await forum.get(SitesService).all();
    return [...sites.values()]
      .map(({ id, name, hosts, settings }) => `${id}\t${name}\t${hosts.join(' ')}\t${JSON.stringify(settings)}`)
      .join('\n');
  },
  'site add': async (forum, [id], options) => {
    if (!id) throw new UsageError('site add needs ID');
    const site = await forum.get(SitesService).add(id, changeOf(options));
    return `Site ${site.id} stands on: ${site.hosts.join(', ') || 'no host yet (--host)'}`;
  },
  'site set': async (forum, [id], options) => {
    if (!id) throw new UsageError('site set needs ID');
    const site = await forum.get(SitesService).change(id, changeOf(options));
    return `Site ${site.id} stands on: ${site.hosts.join(', ')}; ${JSON.stringify(site.settings)}`;
  },
  // The database was migrated when it was opened.
  migrate: async () => 'The database has the schema of this version.',
  'log verify': async (forum) => {
    const verdict = await forum.get(AuditLog).verify();
    if (!verdict.ok)
      throw new Error(`The log is broken at entry ${verdict.brokenAt}: the ${verdict.entries} before it are whole.`);
    return `The log is whole: ${verdict.entries} entries, head ${verdict.head}`;
  },
};

function changeOf(options: Options): SiteChange {
  const { host, name } = options;
  const settings = {
    premoderation: options['premoderation'] as 'all' | 'none' | undefined,
    newcomerMessages: number(options['newcomer-messages']),
    holdAfterReports: number(options['hold-after-reports']),
    messageLength: number(options['message-length']),
    editWindow: number(options['edit-window']),
  };
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { name: text(name), hosts: Array.isArray(host) ? host : undefined, settings: given };
}

const text = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
const number = (value: string | string[] | undefined): number | undefined =>
  typeof value === 'string' ? Number(value) : undefined;
const one = { type: 'string' } as const;

async function run(argv: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean' },
      role: one,
      site: one,
      name: one,
      host: { type: 'string', multiple: true },
      premoderation: one,
      'newcomer-messages': one,
      'hold-after-reports': one,
      'message-length': one,
      'edit-window': one,
    },
  });
  const { help, ...options } = values;
  const name = Object.keys(COMMANDS).find((known) => positionals.slice(0, known.split(' ').length).join(' ') === known);
  const command = name === undefined ? undefined : COMMANDS[name];
  if (help || positionals.length === 0) return HELP;
  if (!name || !command) throw new UsageError(`There is no command “${positionals.join(' ')}”.`);
  const config = readConfig(process.env);
  const forum = await NestFactory.createApplicationContext(AppModule.with(config), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  try {
    return await command(forum, positionals.slice(name.split(' ').length), options);
  } finally {
    await forum.close();
  }
}

run(process.argv.slice(2)).then(
  (answer) => process.stdout.write(`${answer}\n`),
  (error: unknown) => {
    process.exitCode = 1;
    process.stderr.write(`${explain(error)}\n`);
  },
);

function explain(error: unknown): string {
  const isUsage =
    error instanceof UsageError || (error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS');
  if (isUsage) return `${(error as Error).message}\n\n${HELP}`;
  if (error instanceof ForumError)
    return [error.message, error.details && JSON.stringify(error.details)].filter(Boolean).join(' ');
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
