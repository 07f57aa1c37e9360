import { ABUSES, abuse } from './abuses.js';

// A process of its own, so that what the abuse costs its author is not taken for what it costs the forum: does everything
// that sockets are not for, some at a time, again and again, and tells how each ended. `node … abuser.ts URL AT-ONCE`
const [url = '', atOnce = '1'] = process.argv.slice(2);

async function goOn(from: number): Promise<never> {
  for (let n = from; ; n += 1) {
    const next = ABUSES[n % ABUSES.length];
    if (next)
      process.send?.(
        await abuse(url, next).catch((error: Error) => ({ abuse: next.name, ended: error.message, ms: 0 })),
      );
  }
}

process.on('disconnect', () => process.exit());
await Promise.all(Array.from({ length: Number(atOnce) }, (_, n) => goOn(n)));
