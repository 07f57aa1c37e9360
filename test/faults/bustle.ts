import { randomInt, randomUUID } from 'node:crypto';
import type { MessageView } from '../../src/messages/messages.schema.js';
import { ask, words, type Answer, type Guest } from './clients.js';
import { times } from './times.js';
import { Known, type VoteValue } from './known.js';
import type { Placed } from './order.js';

/** What rough.mjs says when it undoes a unit of work. */
const UNDONE = 'Undone on purpose.';
/** What anyone may be told when many do everything at once. */
const FAIR = [200, 201, 202, 403, 404, 409, 422];
/** How long the last of a thousand may wait, in ms. */
const PATIENCE = 60_000;

type People = { readonly members: readonly Guest[]; readonly moderators: readonly string[] };
type Write = { readonly token: string; readonly body?: unknown };

/** Many members and moderators who do everything that can be done, at once; and what each was told. */
export class Bustle {
  readonly known = new Map<string, Known>();
  /** Texts of what was refused or undone: none of it may be anywhere. */
  readonly undone = new Set<string>();
  readonly unfair: string[] = [];
  /** Thread -> what was posted there. */
  readonly placed: ReadonlyMap<string, Placed[]>;
  done = 0;
  undoings = 0;
  refusals = 0;
  /** Told to come back, because so many came at once. */
  turnedAway = 0;
  private readonly voting = new Set<string>();

  constructor(
    private readonly url: string,
    private readonly threads: readonly string[],
    private readonly people: People,
  ) {
    this.placed = new Map(threads.map((thread) => [thread, []]));
  }

  /** So many at once, and waits for the answer to each. */
  async wave(size: number): Promise<void> {
    await Promise.all(times(size, () => this.something()));
  }

  private something(): Promise<void> {
    const dice = randomInt(100);
    const some = [...this.known.values()].at(-1 - randomInt(Math.min(60, this.known.size) || 1));
    if (dice < 30 || !some) return this.post(any(this.threads));
    if (dice < 45) return this.post(some.message.threadId, some.message.id);
    if (dice < 65) return this.vote(some, any(this.people.members), any(['up', 'down', 'none']));
    if (dice < 80) return this.edit(some);
    if (dice < 85) return this.report(some, any(this.people.members));
    if (dice < 95) return this.decide(some, any(['reject', 'spam', 'approve', 'restore']));
    return this.takeBack(some);
  }

  private async post(thread: string, parentId?: string): Promise<void> {
    const author = any(this.people.members);
    const text = words();
    const begun = performance.now();
    const body = { text, ...(parentId === undefined ? {} : { parentId }) };
    const message = await this.write('POST', `/threads/${thread}/messages`, { token: author.token, body });
    if (!message) return void this.undone.add(text);
    this.known.set(message.id, new Known(author, message));
    const { id, position } = message;
    if (position !== null) this.placed.get(thread)?.push({ id, position, begun, ended: performance.now() });
  }

  private async edit(one: Known): Promise<void> {
    const { id, revision } = one.latest;
    const text = words();
    const message = await this.write('PATCH', `/messages/${id}`, { token: one.author.token, body: { text, revision } });
    if (message) one.tell(message);
    else this.undone.add(text);
  }

  private async decide(one: Known, decision: string): Promise<void> {
    const { id, revision } = one.latest;
    const body = { decision, revision };
    const message = await this.write('POST', `/moderation/messages/${id}/decisions`, {
      token: any(this.people.moderators),
      body,
    });
    if (message) one.tell(message);
  }

  private async takeBack(one: Known): Promise<void> {
    if (await this.write('DELETE', `/messages/${one.message.id}`, { token: one.author.token })) one.deleted = true;
  }

  /** A member votes on a message once at a time, so that it knows which of its votes was the last. */
  private async vote(one: Known, member: Guest, value: VoteValue): Promise<void> {
    const turn = `${one.message.id} ${member.id}`;
    if (this.voting.has(turn)) return;
    this.voting.add(turn);
    const answer = await this.send('PUT', `/messages/${one.message.id}/vote`, { token: member.token, body: { value } });
    if (answer) one.votes.set(member.id, value);
    this.voting.delete(turn);
  }

  private async report(one: Known, member: Guest): Promise<void> {
    const write = { token: member.token, body: { reason: 'abuse' } };
    if (await this.send('POST', `/messages/${one.message.id}/reports`, write)) one.reporters.add(member.id);
  }

  private async write(method: string, path: string, write: Write): Promise<MessageView | null> {
    const answer = await this.send(method, path, write);
    return answer ? (answer.body as { message: MessageView }).message : null;
  }

  /** Null where it was refused or undone. */
  private async send(method: string, path: string, write: Write): Promise<Answer | null> {
    const answer = await ask(this.url, method, path, { ...write, key: randomUUID(), patience: PATIENCE });
    const { status, body } = answer;
    const { error } = (body ?? {}) as { error?: { code: string; message: string } };
    this.done += 1;
    if (status < 300) return answer;
    if (error?.message === UNDONE) this.undoings += 1;
    else if (FAIR.includes(status)) this.refusals += 1;
    else if (status === 503 && answer.headers.has('retry-after')) this.turnedAway += 1;
    else this.unfair.push(`${method} ${path} was answered ${status} ${JSON.stringify(error)}`);
    return null;
  }
}

const any = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
