import type { Head } from '../../../../messages/messages.schema.js';
import type { ForumState } from '../../state/state.js';
import type { Meanwhile, Store } from '../../state/store.js';
import { catchUp, readAgain } from './catch-up.js';
import { unreachable } from './persist.js';

/** How long the stream may need to tell what an answer knows already, before the log is asked, in ms. */
const MOMENT = 1_000;
const ATTEMPTS = 3;

/**
 * Asks, and makes the answer part of the page (`merge.ts`) once the page stands where the answer is true. What is too
 * old by then is asked for again. Raises ApiError.
 */
export async function ask<Answer extends Head | { readonly thread: Head }>(
  store: Store,
  get: () => Promise<Answer>,
  take: (state: ForumState, answer: Answer, heard: Meanwhile) => ForumState | null,
): Promise<Answer> {
  for (let left = ATTEMPTS; ; left--) {
    const [answer, isTaken] = await store.during(async (heard) => {
      const answer = await get();
      await reach(store, 'thread' in answer ? answer.thread : answer);
      const next = take(store.state, answer, heard);
      if (next) store.set(next);
      return [answer, next !== null] as const;
    });
    if (isTaken || left === 1) return answer;
  }
}

/** Waits until the page stands at a position: by the stream, which is about to tell of it, or else by the log. Raises ApiError. */
async function reach(store: Store, { position, epoch }: Head): Promise<void> {
  if (epoch !== store.state.thread.epoch) await readAgain(store);
  const isThere = () => store.state.thread.position >= position;
  if (store.state.connection === 'live' && !isThere()) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, MOMENT);
      const unwatch = store.watch(() => isThere() && done());
      function done() {
        clearTimeout(timer);
        unwatch();
        resolve();
      }
    });
  }
  // What another was reading when this was asked may end before it.
  for (let left = ATTEMPTS; left > 0 && !isThere(); left--) await catchUp(store);
  if (!isThere()) throw unreachable();
}
