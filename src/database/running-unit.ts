import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose unit of work runs, for whatever it calls. One for all: Node asks each one that there ever was at every promise. */
const inside = new AsyncLocalStorage<{ readonly of: object; running: boolean }>();

/** Units that run. While none does, nobody is within one: then Node does not follow promises either, which takes a tenth of its time. */
let running = 0;

/** Does the work, and knows of all that it calls that it is called within a unit of `of`. */
export async function asUnitOf<T>(of: object, work: () => Promise<T>): Promise<T> {
  const unit = { of, running: true };
  running += 1;
  try {
    return await inside.run(unit, work);
  } finally {
    unit.running = false;
    running -= 1;
    if (running === 0) inside.disable();
  }
}

/** Whether a unit of `of`, or of anybody, runs around whoever asks. */
export function isWithinUnit(of?: object): boolean {
  const unit = inside.getStore();
  return unit?.running === true && (of === undefined || unit.of === of);
}
