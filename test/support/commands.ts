import { openForum } from '../../src/app.js';
import { explain, understand } from '../../src/commands/command-line.js';
import type { Config } from '../../src/config/config.js';
import { requireDatabase } from '../../src/database/opening/existing.js';

/** Does what the command line does, in this process: what it prints, or what it says of why it does not. */
export async function typed(
  config: Config,
  line: string | readonly string[],
  environment = process.env,
): Promise<string> {
  const asked = understand(typeof line === 'string' ? line.split(' ') : line);
  if (typeof asked === 'string') throw new Error('This is no command');
  const { command, given } = asked;
  try {
    if ('runOn' in command) return await command.runOn(config, given, { open: openForum, environment });
    await requireDatabase(config, { mayBeEmpty: command.mayBeEmpty });
    const forum = await openForum(config);
    try {
      return await command.run(forum, given);
    } finally {
      await forum.close();
    }
  } catch (error) {
    return `refused: ${explain(error)}`;
  }
}
