#!/usr/bin/env node
import 'reflect-metadata';
import { explain, help, understand } from './commands/command-line.js';
import { readConfig } from './config/config.js';
import { databaseName } from './config/database-url.js';
import { environmentOf } from './config/environment.js';
import { requireDatabase } from './database/existing.js';
import { ignoreLostReaders } from './ops/lost-readers.js';
import { version } from './version.js';

/** Does what was typed, and answers what to print. The forum itself is loaded for what needs it. */
async function run(argv: readonly string[]): Promise<string> {
  const asked = understand(argv);
  if (asked === 'help') return help();
  if (asked === 'version') return `rejoinder ${version()}`;
  const { command, given } = asked;
  const config = readConfig(environmentOf(process.cwd(), process.env));
  // Beside the answer, which a script may want by itself.
  process.stderr.write(`Database: ${databaseName(config.DATABASE_URL)}\n`);
  if ('runOn' in command) return command.runOn(config, given);
  await requireDatabase(config, { mayBeEmpty: command.mayBeEmpty });
  const { openForum } = await import('./app.js');
  const forum = await openForum(config);
  try {
    return await command.run(forum, given);
  } finally {
    await forum.close();
  }
}

ignoreLostReaders();
run(process.argv.slice(2)).then(
  (answer) => process.stdout.write(`${answer}\n`),
  (error: unknown) => {
    process.exitCode = 1;
    process.stderr.write(`${explain(error)}\n`);
  },
);
