#!/usr/bin/env node
import 'reflect-metadata';
import { explain, help, understand } from './commands/command-line.js';
import { readConfig } from './config/config.js';

/** Does what was typed, and answers what to print. The forum itself is loaded for what needs it. */
async function run(argv: readonly string[]): Promise<string> {
  const asked = understand(argv);
  if (asked === 'help') return help();
  const { command, given } = asked;
  const config = readConfig(process.env);
  if ('runOn' in command) return command.runOn(config, given);
  const { openForum } = await import('./app.js');
  const forum = await openForum(config);
  try {
    return await command.run(forum, given);
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
