/** A post that was acknowledged: its place, and when it was sent and answered, on one clock, in ms. */
export type Placed = {
  readonly id: string;
  readonly position: number;
  readonly begun: number;
  readonly ended: number;
};

/**
 * Whether positions are the order in which things happened: whoever posts after another was told "stored" stands behind it.
 * Answers those of one thread that do not.
 */
export function outOfOrder(posts: readonly Placed[]): string[] {
  const byEnd = posts.toSorted((a, b) => a.ended - b.ended);
  const found: string[] = [];
  let highest: Placed | undefined;
  let at = 0;
  for (const post of posts.toSorted((a, b) => a.begun - b.begun)) {
    for (let one = byEnd[at]; one && one.ended < post.begun; one = byEnd[(at += 1)])
      if (!highest || one.position > highest.position) highest = one;
    if (highest && highest.position > post.position)
      found.push(`${post.id} at ${post.position} was sent after ${highest.id} had been stored at ${highest.position}`);
  }
  return found;
}
