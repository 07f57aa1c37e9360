import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Above every port that browsers refuse to ask, and above most services. */
const LOWEST = 16_384;
/** How many ports there must be to choose from: fewer, and two runs on one machine would meet. */
const ENOUGH = 1_000;
/** Ports that this process has given out already. */
const given = new Set();

/**
 * A TCP port of the loopback address that nobody has now, and that nobody is given by chance: it lies below those that the
 * kernel takes for connections and for servers that ask for any port. So it can be had again later, as after a restart.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  const end = await firstOfTheKernels();
  for (;;) {
    const port = end - LOWEST < ENOUGH ? 0 : randomInt(LOWEST, end);
    const found = given.has(port) ? null : await portIfFree(port);
    if (found === null) continue;
    given.add(found);
    return found;
  }
}

/** @returns {Promise<number>} the lowest port that the kernel gives out by itself */
async function firstOfTheKernels() {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '49152');
  return Number.parseInt(range, 10);
}

/** @returns {Promise<number | null>} */
async function portIfFree(port) {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return null;
    throw error;
  }
  const found = probe.address().port;
  probe.close();
  await once(probe, 'close');
  return found;
}
