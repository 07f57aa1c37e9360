import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createForum } from './app.js';
import { ConfigError } from './config/config-error.js';
import type { Config } from './config/config.js';
import { databaseName } from './config/database-url.js';
import { environmentOf } from './config/environment.js';
import { readConfig, scrubber, unusable } from './config/read-config.js';
import { FirstStart } from './ops/first-start.service.js';
import { isJson } from './ops/logger.js';

type Told = {
  /** The forum hears signals by itself from now on. */
  readonly hears: () => void;
  readonly failed: (sentence: string) => void;
};

/** Starts the forum as the environment wants it. */
export async function start({ hears, failed }: Told): Promise<void> {
  let scrub = (text: string): string => text;
  try {
    const config = readConfig(environmentOf(process.cwd(), process.env));
    scrub = scrubber(config);
    const forum = await createForum(config);
    // A forum that was told to go and went has done well: whoever told it sees 0.
    forum.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
    hears();
    await listen(forum, config);
    await welcome(forum, config);
  } catch (error) {
    const isKnown = error instanceof ConfigError || !(error instanceof Error);
    failed(scrub(isKnown ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message)));
  }
}

async function listen(forum: NestFastifyApplication, config: Config): Promise<void> {
  // Those who all come at once wait where the system keeps them, or it would drop them, and they come again a second later.
  await forum
    .listen({ port: config.PORT, host: config.HOST, backlog: config.CONNECTIONS })
    .catch((error: NodeJS.ErrnoException) => {
      throw unusable(config, error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'PORT' : 'HOST', error);
    });
}

async function welcome(forum: NestFastifyApplication, config: Config): Promise<void> {
  const logger = new Logger('Rejoinder');
  logger.log(`The database is ${databaseName(config.DATABASE_URL)}`);
  logger.log(`Rejoinder answers at ${config.PUBLIC_URL.origin}`);
  const lines = await forum.get(FirstStart).welcome();
  // On a terminal a link stands by itself, to be clicked or copied.
  if (isJson(config) || !Logger.isLevelEnabled('log')) for (const line of lines) logger.log(line);
  else if (lines.length > 0) process.stdout.write(`\n${lines.join('\n\n')}\n\n`);
}
