import type { ConsoleApi } from '../api.js';
import type { LiveListener } from '../live-queues.js';

export type LiveSocket = {
  /** Follows how many messages these discussions have, in the place of those before. */
  readonly count: (threadIds: readonly string[]) => void;
  readonly close: () => void;
};

/** What the store needs of the world; a test brings its own. */
export type ConsolePorts = {
  readonly api: ConsoleApi;
  readonly connect: (sites: readonly string[], listener: LiveListener) => LiveSocket;
  readonly later: (ms: number, what: () => void) => void;
  /** Again and again, until what it answers is called. */
  readonly every: (ms: number, what: () => void) => () => void;
};
