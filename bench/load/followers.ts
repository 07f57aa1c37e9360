import { perform } from '../programs.js';
import type { Target } from './exchange.js';
import { Follower } from './follower.js';
import { Heard } from './heard.js';

/** `follow`: so many more. `wait`: until all have heard up to a position. `take`: what was heard since. `leave`: all of them. */
export type Following =
  | {
      readonly do: 'follow';
      readonly target: Target;
      readonly thread: string;
      readonly count: number;
      readonly unpack: boolean;
    }
  | { readonly do: 'wait'; readonly position: number }
  | { readonly do: 'take' }
  | { readonly do: 'leave' };
export type HeardInAll = ReturnType<Heard['take']>;

/** One address has too few ports for ten thousand connections beside what else the machine does. */
const ADDRESSES = 8;
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

async function follow({ target, thread, count, unpack: unpacks }: Extract<Following, { do: 'follow' }>): Promise<void> {
  const ears = (heard ??= new Heard(thread));
  let begun = 0;
  const enter = async () => {
    while (begun < count) {
      const from = `127.0.0.${2 + (begun % ADDRESSES)}`;
      begun += 1;
      followers.push(await Follower.follow({ target, thread, from, unpacks }, ears, fail));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enter));
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
