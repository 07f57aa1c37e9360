/** A reader's flag, which nobody has answered yet. */
export interface Reported {
  readonly by: string;
  /** Minutes before the demo was first started. */
  readonly ago: number;
  readonly reason: 'spam' | 'abuse' | 'off_topic' | 'personal_data';
  readonly note?: string;
}

/** A message of the demo's talk, with what was said in reply. */
export interface Said {
  /** One of `roll` in demo.talk.ts; what is held may be of one of `newcomers`. */
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
  /** The newcomer's link for which it waits for a moderator, off the page. */
  readonly heldFor?: string;
  /** It is on the page, and these readers want a moderator to look. */
  readonly reports?: readonly Reported[];
  readonly replies?: readonly Said[];
}

export interface Talk {
  /** The article's path. */
  readonly path: string;
  readonly said: readonly Said[];
}

/** One thing that happened while the town talked. */
export interface Moment {
  readonly minutesAgo: number;
  readonly what: 'posted' | 'deleted';
  readonly said: Said;
  readonly parent: Said | undefined;
}

/** The talk as it went, the oldest first. What was taken away was so three minutes after the last direct reply. */
export function inOrder(talk: Talk): Moment[] {
  const moments = (said: Said, parent?: Said): Moment[] => {
    const replies = said.replies ?? [];
    const posted: Moment = { minutesAgo: said.ago, what: 'posted', said, parent };
    const taken = Math.min(said.ago, ...replies.map(({ ago }) => ago)) - 3;
    const deleted: Moment[] = said.deleted ? [{ minutesAgo: taken, what: 'deleted', said, parent }] : [];
    return [posted, ...deleted, ...replies.flatMap((reply) => moments(reply, said))];
  };
  return talk.said.flatMap((said) => moments(said)).toSorted((a, b) => b.minutesAgo - a.minutesAgo);
}
