#!/usr/bin/env node
import 'reflect-metadata';
import { explain, HELP, understand } from './commands/command-line.js';
import { readConfig } from './config/config.js';

/** Does what was typed, and answers what to print. The forum itself is loaded for what needs it. */
async function run(argv: readonly string[]): Promise<string> {
  const asked = understand(argv);
  if (asked === 'help') return HELP;
  const config = readConfig(process.env);
  const [{ openForum }, { COMMANDS }] = await Promise.all([import('./app.js'), import('./commands/commands.js')]);
  const forum = await openForum(config);
  try {
    return await COMMANDS[asked.name](forum, asked.words, asked.options);
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
