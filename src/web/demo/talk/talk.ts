/** A message of the demo's talk, with what was said in reply. */
export interface Said {
  /** One of `roll` in demo.talk.ts. */
  readonly by: string;
  /** Minutes before the demo was first started. */
  readonly ago: number;
  /** Markdown. */
  readonly text: string;
  /** How many voted, taken from the roll in its order; never the author. */
  readonly up?: number;
  readonly down?: number;
  /** Its author took it away afterwards, and the replies kept its place. */
  readonly deleted?: true;
  readonly replies?: readonly Said[];
}

export interface Talk {
  /** The article's path. */
  readonly path: string;
  readonly said: readonly Said[];
}
