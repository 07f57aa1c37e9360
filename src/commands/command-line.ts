import { parseArgs } from 'node:util';
import { ForumError } from '../errors/forum-error.js';

export const HELP = `rejoinder — the forum's command line

  rejoinder staff add EMAIL --role owner|admin|moderator [--site SITE] [--name NAME]
      gives a person a role and prints a one-time link, good for a day, by which it signs in
  rejoinder staff remove EMAIL [--site SITE]
      takes the role there away, or every role, and ends all sign-ins and API tokens of that person
  rejoinder staff token EMAIL
      prints an API token
  rejoinder site list
  rejoinder site add ID [--name NAME] [--host HOST]… [and what \`set\` takes]
  rejoinder site set ID [--name NAME] [--host HOST]… [--premoderation all|none] [--newcomer-messages N]
                        [--hold-after-reports N] [--message-length N] [--edit-window SECONDS]
      --host replaces the list of hosts where the site's articles are
  rejoinder migrate
      brings the database to this version's schema; a start does the same
  rejoinder log verify
      walks the moderators' log and says whether a line was changed, left out or put in

The database is that of DATABASE_URL (sqlite:./data/rejoinder.db unless set), links begin with PUBLIC_URL. A forum that is
running on the same database takes up what is done here.`;

const OF_SITE = [
  'name',
  'host',
  'premoderation',
  'newcomer-messages',
  'hold-after-reports',
  'message-length',
  'edit-window',
];

/** Each command: how many words follow, and which options may. */
const USAGE = {
  'staff add': { words: 1, options: ['role', 'site', 'name'] },
  'staff remove': { words: 1, options: ['site'] },
  'staff token': { words: 1, options: [] },
  'site list': { words: 0, options: [] },
  'site add': { words: 1, options: OF_SITE },
  'site set': { words: 1, options: OF_SITE },
  migrate: { words: 0, options: [] },
  'log verify': { words: 0, options: [] },
} as const satisfies Record<string, { words: number; options: readonly string[] }>;

export type CommandName = keyof typeof USAGE;
/** Each option's values, in the order in which they were given. */
export type Options = Readonly<Record<string, readonly string[]>>;
export type Asked = { readonly name: CommandName; readonly words: readonly string[]; readonly options: Options };

/** A command that is not written as it must be. */
export class UsageError extends Error {}

/** @throws UsageError for what no command takes; an error of `parseArgs` for what is no option at all */
export function understand(argv: readonly string[]): Asked | 'help' {
  const known = new Set<string>(Object.values(USAGE).flatMap(({ options }) => [...options]));
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries([...known].map((option) => [option, { type: 'string', multiple: true } as const])),
    },
  });
  const { help, ...options } = values as { help?: boolean } & Record<string, string[]>;
  if (help || positionals.length === 0) return 'help';
  const name = (Object.keys(USAGE) as CommandName[]).find((one) => ` ${positionals.join(' ')} `.startsWith(` ${one} `));
  if (!name) throw new UsageError(`There is no command “${positionals.join(' ')}”.`);
  const words = positionals.slice(name.split(' ').length);
  if (words.length !== USAGE[name].words) throw new UsageError(`It is:\n${lineOf(name)}`);
  const taken: readonly string[] = USAGE[name].options;
  for (const [option, given] of Object.entries(options)) {
    if (!taken.includes(option)) throw new UsageError(`“${name}” takes no --${option}.`);
    if (given.length > 1 && option !== 'host') throw new UsageError(`--${option} can be given once.`);
  }
  return { name, words, options };
}

const lineOf = (name: CommandName): string =>
  HELP.split('\n').find((line) => line.startsWith(`  rejoinder ${name}`)) ?? name;

/** An error as a sentence: whoever typed the command has no use for a stack. */
export function explain(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (error instanceof UsageError || String(code).startsWith('ERR_PARSE_ARGS')) {
    return `${(error as Error).message}\nrejoinder --help shows every command.`;
  }
  if (error instanceof ForumError && Array.isArray(error.details)) {
    return error.details.map(({ path, message }) => `${path}: ${message}`).join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}
