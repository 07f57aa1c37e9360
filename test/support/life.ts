import fc from 'fast-check';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { DECISIONS } from '../../src/moderation/decisions/decisions.schema.js';
import type { ThreadView } from '../../src/threads/threads.schema.js';
import { Refused } from './answer.js';
import type { Forum } from './forum.js';
import type { Person } from './person.js';

/** One thing that somebody does, as numbers that pick who, what and on which message. */
export type Step = {
  readonly what: (typeof DEEDS)[number];
  readonly who: number;
  readonly on: number;
  readonly how: number;
};

const DEEDS = [
  'post',
  'reply',
  'reply',
  'link',
  'edit',
  'delete',
  'vote',
  'report',
  'decide',
  'decide',
  'close',
  'open',
] as const;

/** Whatever may happen in a thread, in any order. Most of it is possible; what is refused is part of life too. */
export const steps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ what: fc.constantFrom(...DEEDS), who: fc.nat(20), on: fc.nat(1_000), how: fc.nat(100) }), {
    minLength: most / 2,
    maxLength: most,
  });

/** A thread in which people do what they do. */
export class Life {
  /** Every message that was ever posted, as its author saw it last. */
  readonly messages: MessageView[] = [];
  private said = 0;

  constructor(
    private readonly forum: Forum,
    readonly thread: ThreadView,
    private readonly readers: readonly Person[],
  ) {}

  /** Fails for what a server must not answer, and for nothing that it may refuse. */
  async live(all: readonly Step[]): Promise<void> {
    for (const step of all) {
      await this.step(step).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.status >= 500 || error.status === 400) throw error;
      });
    }
  }

  private async step({ what, who, on, how }: Step): Promise<void> {
    const { forum, thread } = this;
    const reader = this.readers[who % this.readers.length] as Person;
    const mia = forum.as(forum.mia);
    const target = this.messages[on % Math.max(1, this.messages.length)];
    const text = `${what} ${(this.said += 1)}`;
    if (what === 'post') return this.note(await forum.as(reader).post(thread, text));
    if (what === 'link')
      return this.note(await forum.as(await forum.guest('Nora')).post(thread, `www.example.com ${text}`));
    if (what === 'close' || what === 'open') {
      await mia.setState(thread, what === 'close' && how > 60 ? 'closed' : 'open');
      return;
    }
    if (!target) return;
    const author = forum.as(this.readers.find(({ id }) => id === target.author?.id) ?? reader);
    const { revision } = what === 'edit' || what === 'decide' ? await mia.read(target) : target;
    if (what === 'reply') return this.note(await forum.as(reader).reply(target, text));
    if (what === 'edit') await author.edit({ ...target, revision }, text);
    if (what === 'delete') await author.delete(target);
    if (what === 'vote') await forum.as(reader).vote(target, (['up', 'down', 'none'] as const)[how % 3] ?? 'none');
    if (what === 'report') await forum.as(reader).report(target);
    if (what === 'decide') await mia.decide({ ...target, revision }, DECISIONS[how % DECISIONS.length] ?? 'reject');
  }

  private note(message: MessageView): void {
    this.messages.push(message);
  }
}
