/** What an operator watches of the live part, since the start of this process. */
export class LiveCounters {
  /** Frames written to followers of threads. */
  deliveries = 0;
  /** Sockets closed because their reader was too slow. */
  drops = 0;
  /** Sockets closed because more frames came over them than may. */
  floods = 0;
}
