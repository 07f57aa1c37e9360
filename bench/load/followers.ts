import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from '../../src/web/live/back-off.js';
import { perform } from '../programs.js';
import { quantile } from '../statistics.js';
import type { Target } from './exchange.js';
import { Follower, type Wanted } from './follower.js';
import { Heard } from './heard.js';

/** `follow`: so many more. `drop`: all of them in one moment, and back as pages come back. `wait`: until all have heard up to a position. `take`: what was heard since. `leave`: all of them. */
export type Following =
  | {
      readonly do: 'follow';
      readonly target: Target;
      readonly thread: string;
      readonly count: number;
      readonly unpack: boolean;
    }
  | {
      readonly do: 'drop';
      readonly target: Target;
      readonly thread: string;
      readonly epoch: string;
      readonly unpack: boolean;
    }
  | { readonly do: 'wait'; readonly position: number }
  | { readonly do: 'take' }
  | { readonly do: 'leave' };
export type HeardInAll = ReturnType<Heard['take']>;
/** ms from the drop until they followed again, having been told what they had missed. */
export type Back = { readonly p99: number; readonly longest: number };

/** One address has too few ports for ten thousand connections beside what else the machine does. */
const ADDRESSES = 32;
/**
 * Below those that Linux gives out itself: looking for a free one among many that were just left costs it up to 2 ms a connection, which
 * then seems to be the forum's. A port is taken again only when 700,000 connections were.
 */
const PORTS = { first: 10_000, count: 22_000 };
/** Handshakes under way at once. */
const AT_ONCE = 100;
/** ms after which a stream that has not arrived never will. */
const PATIENCE = 120_000;

let heard: Heard | undefined;
let followers: Follower[] = [];
let failure: Error | undefined;

const fail = (error: Error) => {
  failure ??= error;
};

let connections = 0;

/** From where the next one connects. */
function nextOrigin(): { readonly from: string; readonly port: number } {
  const number = connections;
  connections += 1;
  const port = PORTS.first + (Math.floor(number / ADDRESSES) % PORTS.count);
  return { from: `127.0.0.${2 + (number % ADDRESSES)}`, port };
}

async function follow({ target, thread, count, unpack: unpacks }: Extract<Following, { do: 'follow' }>): Promise<void> {
  const ears = (heard ??= new Heard(thread));
  let begun = 0;
  const enter = async () => {
    while (begun < count) {
      begun += 1;
      followers.push(await Follower.follow({ target, thread, ...nextOrigin(), unpacks }, ears, fail));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enter));
}

async function drop({ target, thread, epoch, unpack }: Extract<Following, { do: 'drop' }>): Promise<Back> {
  const ears = (heard ??= new Heard(thread));
  const gone = followers;
  followers = [];
  const begun = performance.now();
  for (const follower of gone) follower.leave();
  const ms = await Promise.all(
    gone.map(async ({ position: after, spread }) => {
      const wanted = { target, thread, unpacks: unpack, place: { after, epoch } };
      followers.push(await comeBack(wanted, ears, spread));
      return performance.now() - begun;
    }),
  );
  if (failure) throw failure;
  return { p99: quantile(ms, 0.99), longest: Math.max(...ms) };
}

/** As a page does: who is not let in waits longer and knocks again. */
async function comeBack(
  wanted: Omit<Wanted, 'from' | 'port'>,
  ears: Heard,
  spread: number,
  failures = 1,
): Promise<Follower> {
  await delay(backOff(failures, spread));
  return Follower.follow({ ...wanted, ...nextOrigin() }, ears, fail).catch(() =>
    comeBack(wanted, ears, spread, failures + 1),
  );
}

function wait(position: number): Promise<void> {
  const late = performance.now() + PATIENCE;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (failure) return reject(failure);
      if (followers.every((follower) => follower.position >= position)) return resolve();
      if (performance.now() > late) return reject(new Error(`Position ${position} did not reach everyone`));
      setTimeout(look, 1);
    };
    look();
  });
}

perform<Following>((task) => {
  switch (task.do) {
    case 'follow':
      return follow(task);
    case 'drop':
      return drop(task);
    case 'wait':
      return wait(task.position);
    case 'take':
      if (failure) throw failure;
      return heard?.take();
    case 'leave':
      for (const follower of followers) follower.leave();
      followers = [];
      heard = undefined;
      return undefined;
  }
});
