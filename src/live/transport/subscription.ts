/** Where frames for one reader go. */
export interface Sink {
  readonly open: boolean;
  /** Whether the reader takes packed frames. */
  readonly unpacks: boolean;
  write(frames: Buffer): void;
  /** Resolves when the reader has taken what waited, or is gone. */
  drained(): Promise<void>;
}

/** A reader's place in a room: everything up to `position` has been written to its line. */
export type Subscription = { readonly line: Sink; position: number };

/** Where a follower goes on from. Without `after`: from now. */
export type From = { readonly after?: number | undefined; readonly epoch?: string | undefined };
