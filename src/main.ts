import { ignoreLostReaders } from './ops/lost-readers.js';

// Told to go in the first moments, it goes, although there is nothing to see off yet: as the first process of a container it would
// otherwise never hear of it. So nothing that takes long to load stands above.
let told = false;
const leave = () => {
  told = true;
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
      process.once(signal, () => (told = true));
    }
  },
  failed: (sentence) => {
    // What was under way when it was told to go may fail.
    if (told) process.exit(0);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
    // What has been opened so far (a database, a socket) must not keep a forum alive that did not start.
    process.exit();
  },
});
