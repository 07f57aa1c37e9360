const MIB = 1_048_576;

/**
 * Bytes of memory that each cache may take, at most, in one process. Each is bounded in what it really holds or, where that
 * is small and alike, in a generous reckoning of it. docs/operations.md tells what they come to.
 */
export const MEMORY = {
  /** First pages of threads, and of the replies to a message, in every encoding that was asked for. */
  pages: 48 * MIB,
  /** Pages that a cursor leads to: whoever makes cursors up pushes nobody's first page out. */
  deeperPages: 16 * MIB,
  /** The response cache: answers that are sent again. */
  responses: 32 * MIB,
  /** Recent events of all threads that somebody follows here. */
  recentEvents: 32 * MIB,
  /** Who tokens speak for. */
  identities: 16 * MIB,
  /** Counts of limits, and requests lent to addresses. */
  limits: 24 * MIB,
  /** Threads whose site is known, and those that have changed lately. */
  threads: 16 * MIB,
} as const;

/** What a cache's entry takes beside what it holds, in bytes: its place in the map and in the list, and its key. */
export const ENTRY = 200;
