import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Before each test file: lets go of every AsyncLocalStorage that files before it have used in this process. Each file loads its
 * own copies of what makes one (the forum, Jest's runner, the driver of browsers), and Node asks every one that was ever used
 * at each promise: the hundredth file would be slowed down by those of ninety-nine, and each of them kept in memory with all it has loaded.
 */
const OURS = Symbol.for('rejoinder.storages-in-use');
const prototype = AsyncLocalStorage.prototype as AsyncLocalStorage<unknown> & {
  [OURS]?: Set<AsyncLocalStorage<unknown>>;
};

if (prototype[OURS]) {
  for (const storage of prototype[OURS]) storage.disable();
  prototype[OURS].clear();
} else {
  const used = (prototype[OURS] = new Set());
  for (const name of ['run', 'enterWith'] as const) {
    const real = prototype[name] as (...args: unknown[]) => unknown;
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      value(this: AsyncLocalStorage<unknown>, ...args: unknown[]) {
        used.add(this);
        return real.apply(this, args);
      },
    });
  }
}
