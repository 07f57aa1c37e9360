import type { MessageView } from '../../src/messages/messages.schema.js';

type Noted = { readonly id: string; readonly position: number; readonly begun: number; readonly ended: number };

/** Whether positions are the order in which things happened: who posts after another was told "stored" stands behind it. */
export class Order {
  private readonly threads = new Map<string, Noted[]>();

  /** @param begun, ended when the post was sent and when it was answered, on one clock, in ms */
  note({ id, threadId, position }: MessageView, begun: number, ended: number): void {
    if (position === null) return;
    this.threads.set(threadId, [...(this.threads.get(threadId) ?? []), { id, position, begun, ended }]);
  }

  get violations(): string[] {
    return [...this.threads.values()].flatMap(violationsIn);
  }
}

function violationsIn(posts: readonly Noted[]): string[] {
  const byEnd = posts.toSorted((a, b) => a.ended - b.ended);
  const found: string[] = [];
  let highest: Noted | undefined;
  let at = 0;
  for (const post of posts.toSorted((a, b) => a.begun - b.begun)) {
    for (let one = byEnd[at]; one && one.ended < post.begun; one = byEnd[(at += 1)])
      if (!highest || one.position > highest.position) highest = one;
    if (highest && highest.position > post.position)
      found.push(`${post.id} at ${post.position} was sent after ${highest.id} had been stored at ${highest.position}`);
  }
  return found;
}
