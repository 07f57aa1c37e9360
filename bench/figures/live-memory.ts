import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.mjs';
import { Audience } from '../audience.js';
import { inspectable, Inspector, residentMemory } from '../costs.js';
import type { Measurement } from '../figure.js';
import { Forum } from '../forum.js';
import type { Sending } from '../limits/ws.js';
import type { Target } from '../load/exchange.js';
import { Program } from '../programs.js';
import { interleave, paired } from '../statistics.js';

const FOLLOWERS = 5_000;
/** Come and go before anything counts, so that what is loaded and allocated once is there. */
const FIRST = 1_000;

/** ms in which the server has noticed who came and went. */
const REST = 1_000;

/** Bytes of memory that a follower at rest costs the server, after its garbage is collected; its limit is a connection to a bare `ws`, which packs nothing. */
export const liveMemory: Measurement = {
  name: 'live.memory',
  async measure(scale) {
    const count = scale.quick ? 200 : FOLLOWERS;
    const runs = await interleave(
      scale.quick ? 1 : 3,
      () => ofForum(count),
      () => ofBare(count),
    );
    return [
      { name: 'live.memory', unit: 'bytes/follower', better: 'lower', ...paired(runs), note: `${count} followers` },
    ];
  },
};

async function ofForum(count: number): Promise<number> {
  const inspected = await freePort();
  const forum = await Forum.start({ messages: 1_000, members: 1_024 }, { nodeArgs: inspectable(inspected) });
  try {
    const { target, seeded, server } = forum;
    return await perFollower({ pid: server.pid, inspected, target, thread: seeded.thread, count });
  } finally {
    await forum.end();
  }
}

async function ofBare(count: number): Promise<number> {
  const inspected = await freePort();
  const bare = await Program.start<Sending>('limits/ws.ts', 'subject', inspectable(inspected));
  try {
    const target = { host: '127.0.0.1', port: await bare.ask<number>({ do: 'listen' }) };
    return await perFollower({ pid: bare.pid, inspected, target, thread: 'none', count });
  } finally {
    await bare.stop();
  }
}

type Measured = {
  readonly pid: number;
  readonly inspected: number;
  readonly target: Target;
  readonly thread: string;
  readonly count: number;
};

async function perFollower({ pid, inspected, target, thread, count }: Measured): Promise<number> {
  const inspector = await Inspector.of(inspected);
  const audience = await Audience.of(target, thread, Math.min(FIRST, count), true);
  try {
    const atRest = async () => {
      await delay(REST);
      await inspector.collectGarbage();
      return residentMemory(pid);
    };
    await audience.leave();
    const before = await atRest();
    await audience.grow(count);
    return ((await atRest()) - before) / count;
  } finally {
    await audience.stop();
    inspector.close();
  }
}
