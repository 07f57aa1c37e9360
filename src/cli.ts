#!/usr/bin/env node
import 'reflect-metadata';
import { explain, help, understand } from './commands/command-line.js';
import { ConfigError } from './config/config-error.js';
import type { Config } from './config/config.js';
import { readConfig } from './config/read-config.js';
import { databaseName } from './config/database-url.js';
import { environmentOf } from './config/environment.js';
import { requireDatabase } from './database/opening/existing.js';
import { speak, t } from './i18n/format.js';
import { languageOf } from './i18n/languages.js';
import { localeOf } from './i18n/asked-language.js';
import { ignoreLostReaders } from './ops/lost-readers.js';
import { version } from './version.js';

/** Does what was typed, and answers what to print. The forum itself is loaded for what needs it. */
async function run(argv: readonly string[]): Promise<string> {
  const asked = understand(argv);
  if (asked === 'help') return help();
  if (asked === 'version') return `rejoinder ${version()}`;
  const { command, given } = asked;
  const environment = surroundings();
  const config = readConfig(environment);
  // Beside the answer, which a script may want by itself.
  process.stderr.write(`${t('command.database', { name: databaseName(config.DATABASE_URL) })}\n`);
  if ('runOn' in command) return command.runOn(config, given, { open, environment });
  await requireDatabase(config, { mayBeEmpty: command.mayBeEmpty });
  const forum = await open(config);
  try {
    return await command.run(forum, given);
  } finally {
    await forum.close();
  }
}

const surroundings = () => environmentOf(process.cwd(), process.env);

/** In the terminal's language. Where the file beside the environment cannot be read, whatever needs it says so, in English. */
function speakAsAsked(): void {
  try {
    speak(languageOf(localeOf(surroundings())));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

const open = async (config: Config) => (await import('./app.js')).openForum(config);

ignoreLostReaders();
speakAsAsked();
run(process.argv.slice(2)).then(
  (answer) => process.stdout.write(`${answer}\n`),
  (error: unknown) => {
    process.exitCode = 1;
    process.stderr.write(`${explain(error)}\n`);
  },
);
