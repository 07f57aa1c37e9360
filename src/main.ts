import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createForum } from './app.js';
import { ConfigError, readConfig, unusable } from './config/config.js';
import { FirstStart } from './ops/first-start.service.js';

async function start(): Promise<void> {
  const config = readConfig(process.env);
  const forum = await createForum(config);
  // A forum that was told to go and went has done well: whoever told it sees 0.
  forum.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  // Those who all come at once wait where the system keeps them, or it would drop them, and they come again a second later.
  await forum
    .listen({ port: config.PORT, host: config.HOST, backlog: config.CONNECTIONS })
    .catch((error: NodeJS.ErrnoException) => {
      throw unusable(config, error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'PORT' : 'HOST', error);
    });
  const logger = new Logger('Rejoinder');
  logger.log(`Rejoinder answers at ${config.PUBLIC_URL.origin}`);
  for (const line of await forum.get(FirstStart).welcome()) logger.log(line);
}

start().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
  // What has been opened so far (a database, a socket) must not keep a forum alive that did not start.
  process.exit();
});
