import { parseArgs } from 'node:util';
import { ForumError, type Issue } from '../errors/forum-error.js';
import { language, t } from '../i18n/format.js';
import { english } from '../i18n/languages.js';
import { said } from '../i18n/text.js';
import { Given, UsageError, type Command, type OptionKind } from './command.js';
import { COMMANDS } from './commands.js';

/** As wide as help is, and how far what a command does stands to the right. */
const WIDTH = 120;
const INDENT = 6;

/** What `--help` shows. */
export const help = (): string =>
  [
    t('command.help.title'),
    '',
    ...COMMANDS.flatMap((command) => [lineOf(command), ...indented(command)]),
    '',
    ...wrapped(t('command.help.rest'), WIDTH),
  ].join('\n');

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
  if (!command) throw new UsageError(t('command.usage.none', { words: positionals.join(' ') }));
  const words = positionals.slice(command.name.split(' ').length);
  if (words.length !== (command.words ?? 0)) throw new UsageError(`${t('command.usage.is')}\n${lineOf(command)}`);
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
      if (!kind) throw new UsageError(t('command.usage.noOption', { name, option }));
      const values = Array.isArray(value) ? value : [];
      if (kind === 'once' && values.length > 1) throw new UsageError(t('command.usage.once', { option }));
      return [option, values];
    }),
  );
}

function lineOf({ name, takes = '' }: Command): string {
  const begin = `  rejoinder ${name} `;
  return `${begin}${takes.replaceAll('\n', `\n${' '.repeat(begin.length)}`)}`.trimEnd();
}

const indented = ({ does, lists }: Command): string[] =>
  [...wrapped(does.in(language()), WIDTH - INDENT), ...(lists?.() ?? [])].map((line) => ' '.repeat(INDENT) + line);

function wrapped(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

/** An error as a sentence: whoever typed the command has no use for a stack. */
export function explain(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (error instanceof UsageError) return withHelp(error.message);
  if (String(code).startsWith('ERR_PARSE_ARGS')) return withHelp(misread(error as Error));
  if (error instanceof ForumError && Array.isArray(error.details)) return error.details.map(issueSays).join('\n');
  if (error instanceof ForumError) return error.text.in(language());
  return error instanceof Error ? error.message : String(error);
}

const withHelp = (sentence: string): string => `${sentence}\n${t('command.usage.help')}`;

/** What is wrong with a field is told to whoever programs; to people there may be another sentence, in their language. */
const issueSays = ({ path, message, sentence }: Issue): string =>
  sentence && language() !== english() ? String(said(sentence, language())) : `${path}: ${message}`;

/** What `parseArgs` says in English alone. */
function misread({ message }: Error): string {
  const option = /'-[^']*'/.exec(message)?.[0] ?? '';
  if (message.startsWith('Unknown')) return t('command.usage.unknown', { option });
  if (message.includes('ambiguous')) {
    const name = option.replaceAll("'", '');
    return t('command.usage.ambiguous', { option, example: `${name}=-…` });
  }
  return message.includes('take') ? t('command.usage.noValue', { option }) : t('command.usage.missing', { option });
}
