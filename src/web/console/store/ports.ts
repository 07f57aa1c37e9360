import type { ConsoleApi } from '../api.js';
import type { LiveListener } from '../live-queues.js';

/** What the store needs of the world; a test brings its own. */
export type ConsolePorts = {
  readonly api: ConsoleApi;
  readonly connect: (sites: readonly string[], listener: LiveListener) => { readonly close: () => void };
  readonly later: (ms: number, what: () => void) => void;
  /** Again and again, until what it answers is called. */
  readonly every: (ms: number, what: () => void) => () => void;
};
