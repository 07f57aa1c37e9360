import { t } from '../i18n/format.js';
import type { Text } from '../i18n/text.js';
import type { INestApplicationContext } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { Environment } from '../config/environment.js';

/** What was typed behind a command's name: its words, and each option's values in the order in which they were given. */
export class Given {
  constructor(
    readonly words: readonly string[],
    readonly options: Readonly<Record<string, readonly string[]>> = {},
  ) {}

  word(place = 0): string {
    return this.words[place] ?? '';
  }

  option(name: string): string | undefined {
    return this.options[name]?.at(-1);
  }

  all(name: string): readonly string[] | undefined {
    return this.options[name];
  }

  has(name: string): boolean {
    return this.options[name] !== undefined;
  }

  /** @throws UsageError for what is no whole number */
  whole(name: string): number | undefined {
    const given = this.option(name);
    if (given === undefined) return undefined;
    if (!/^\d+$/.test(given)) throw new UsageError(t('command.usage.whole', { option: name }));
    return Number(given);
  }
}

/** How an option is given: once with a value, several times, or alone. */
export type OptionKind = 'once' | 'repeated' | 'alone';

type Usage = {
  /** As somebody types it: `site add`. */
  readonly name: string;
  /** What follows the name, as help shows it. */
  readonly takes?: string;
  /** What it does, as help shows it. */
  readonly does: Text;
  /** What can be named there, a line each, as help shows it beneath. */
  readonly lists?: () => readonly string[];
  /** How many words must follow. */
  readonly words?: number;
  readonly options?: Readonly<Record<string, OptionKind>>;
};

/** What a command that opens the database by itself is handed. */
export type Tools = {
  /** Opens a forum without its doors. */
  readonly open: (config: Config) => Promise<INestApplicationContext>;
  /** For programs that it starts. */
  readonly environment: Environment;
};

/** A command: what it does answers what to print. */
export type Command = Usage &
  (
    | {
        /** Needs the forum's services, on a database that there is; `mayBeEmpty`: and in which nothing has been made yet. */
        readonly mayBeEmpty?: boolean;
        readonly run: (forum: INestApplicationContext, given: Given) => Promise<string>;
      }
    | {
        /** Works on the database itself, and opens it in its own way. */
        readonly runOn: (config: Config, given: Given, tools: Tools) => Promise<string>;
      }
  );

/** A command that is not written as it must be. */
export class UsageError extends Error {}
