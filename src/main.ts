import { ignoreLostReaders } from './ops/lost-readers.js';

// Told to go in the first moments, it goes, although there is nothing to see off yet: as the first process of a container it would
// otherwise never hear of it. So nothing that takes long to load stands above.
let stopped = false;
const leave = () => {
  stopped = true;
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, leave);
ignoreLostReaders();

const { start } = await import('./start.js');
await start({
  // From here on the forum hears for itself.
  hears: () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.off(signal, leave);
      process.once(signal, () => (stopped = true));
    }
  },
  failed: (sentence) => {
    // What was under way when it was told to go may fail.
    if (stopped) process.exit(0);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
    // What has been opened so far (a database, a socket) must not keep a forum alive that did not start.
    process.exit();
  },
});
