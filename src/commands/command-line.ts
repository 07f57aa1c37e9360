import { parseArgs } from 'node:util';
import { ForumError } from '../errors/forum-error.js';
import { Given, UsageError, type Command, type OptionKind } from './command.js';
import { COMMANDS } from './commands.js';

/** What `--help` shows. */
export const help = (): string =>
  `rejoinder — the forum's command line

${COMMANDS.map((command) => `${lineOf(command)}\n${indented(command.does, 6)}`).join('\n')}

The database is that of DATABASE_URL (sqlite:./data/rejoinder.db unless set), links begin with PUBLIC_URL. A forum that is
running on the same database takes up what is done here. No command but a start makes a database; each says on which one it works.
Settings are read from the environment, and from the file .env in the working folder. rejoinder --version tells the version.`;

export type Asked = { readonly command: Command; readonly given: Given };

/** @throws UsageError for what no command takes; an error of `parseArgs` for what is no option at all */
export function understand(argv: readonly string[]): Asked | 'help' | 'version' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' }, ...everyOption() },
  });
  const { help: asksHelp, version, ...options } = values as Record<string, string[] | boolean>;
  if (version === true) return 'version';
  if (asksHelp === true || positionals.length === 0) return 'help';
  const command = COMMANDS.find(({ name }) => ` ${positionals.join(' ')} `.startsWith(` ${name} `));
  if (!command) throw new UsageError(`There is no command “${positionals.join(' ')}”.`);
  const words = positionals.slice(command.name.split(' ').length);
  if (words.length !== (command.words ?? 0)) throw new UsageError(`It is:\n${lineOf(command)}`);
  return { command, given: new Given(words, taken(command, options)) };
}

function everyOption(): Record<string, { type: 'string'; multiple: true } | { type: 'boolean' }> {
  const kinds: Record<string, OptionKind> = Object.assign({}, ...COMMANDS.map(({ options }) => options));
  return Object.fromEntries(
    Object.entries(kinds).map(([option, kind]) => [
      option,
      kind === 'alone' ? { type: 'boolean' } : { type: 'string', multiple: true },
    ]),
  );
}

/** The options that were given, where the command takes them all. */
function taken({ name, options = {} }: Command, given: Record<string, string[] | boolean>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(given).map(([option, value]) => {
      const kind = options[option];
      if (!kind) throw new UsageError(`“${name}” takes no --${option}.`);
      const values = Array.isArray(value) ? value : [];
      if (kind === 'once' && values.length > 1) throw new UsageError(`--${option} can be given once.`);
      return [option, values];
    }),
  );
}

function lineOf({ name, takes = '' }: Command): string {
  const begin = `  rejoinder ${name} `;
  return `${begin}${takes.replaceAll('\n', `\n${' '.repeat(begin.length)}`)}`.trimEnd();
}

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');

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
