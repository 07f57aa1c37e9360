import type {
  ContextAnswer,
  MessageView,
  MineAnswer,
  OwnDecision,
  PageAnswer,
  RepliesView,
  VoteTotals,
} from '../../src/messages/messages.schema.js';
import { Thread, viewOf, type Row } from './thread-history.js';

type Request = {
  readonly path: string;
  readonly method: string;
  readonly body: Record<string, unknown>;
  readonly resolve: (answer: Response) => void;
  /** What the server answered when the request reached it; none yet while it is on its way. */
  answer?: { readonly status: number; readonly body: unknown };
};

/** Replies and messages in one answer. */
const FIRST = 2;

/** A thread behind a network on which requests and answers take as long as a test wants, and overtake each other. */
export class SlowServer {
  readonly thread = new Thread();
  readonly signals: Record<string, VoteTotals>[] = [];
  /** How the reader has voted. */
  readonly votes = new Map<string, 'up' | 'down'>();
  private requests: Request[] = [];

  readonly fetch = (address: string, init: RequestInit = {}): Promise<Response> =>
    new Promise((resolve) => {
      const body = JSON.parse(String(init.body ?? '{}')) as Record<string, unknown>;
      this.requests.push({ path: address.replace('/api/v1', ''), method: init.method ?? 'GET', body, resolve });
    });

  /** A request reaches the server. */
  arrive(which: number): boolean {
    const under = this.requests.filter(({ answer }) => !answer);
    const request = under[which % Math.max(1, under.length)];
    if (request) request.answer = this.work(request);
    return request !== undefined;
  }

  /** An answer reaches the reader. */
  answer(which: number): boolean {
    const ready = this.requests.filter(({ answer }) => answer);
    const request = ready[which % Math.max(1, ready.length)];
    if (!request?.answer) return false;
    this.requests = this.requests.filter((other) => other !== request);
    const { status, body } = request.answer;
    request.resolve(new Response(JSON.stringify(body), { status }));
    return true;
  }

  /** One of each; false where nothing was on its way. */
  finish(): boolean {
    const arrived = this.arrive(0);
    return this.answer(0) || arrived;
  }

  /** Somebody else votes. */
  voted(row: Row | undefined): void {
    if (!row) return;
    row.up += 1;
    this.signals.push({ [row.id]: { up: row.up, down: row.down } });
  }

  page(): PageAnswer {
    const { messages, next } = this.part(null, 0);
    return { thread: this.thread.view, messages: [...messages], next };
  }

  private work({ path, method, body }: Request): { status: number; body: unknown } {
    const url = new URL(path, 'http://localhost');
    const { thread } = this;
    const [, what, id = '', more] = url.pathname.split('/');
    const standing = { position: thread.events.length, epoch: 'e' };
    if (what === 'threads') {
      if (more === 'events')
        return ok({ events: thread.retold().slice(Number(url.searchParams.get('after'))), ...standing });
      if (more === 'mine') return ok({ votes: Object.fromEntries(this.votes), ...this.unpublished(), ...standing });
      if (method === 'POST') return this.post(body);
      return this.list(url.searchParams);
    }
    const row = thread.rows.find((each) => each.id === id);
    if (!row || (!row.visible && row.author !== 'ana')) return MISSING;
    if (more === 'context') return row.visible ? ok(this.context(row)) : MISSING;
    if (more === 'vote') return this.vote(row, body['value'] as 'up' | 'down' | 'none');
    if (method === 'PATCH') return this.edit(row, body['held'] === true);
    return row.state === 'deleted' ? MISSING : ok({ message: fullView(row), ...standing });
  }

  private post({ parentId, held }: Record<string, unknown>): { status: number; body: unknown } {
    const { thread } = this;
    const parent = thread.rows.find(({ id }) => id === parentId) ?? null;
    if (parentId !== null && parent?.state !== 'published') return MISSING;
    const row = held ? thread.hold(parent, 'ana') : thread.post(parent, 'ana');
    return ok({ message: fullView(row), position: thread.events.length, epoch: 'e' });
  }

  private edit(row: Row, isHeld: boolean): { status: number; body: unknown } {
    if (row.state !== 'published') return MISSING;
    if (isHeld) this.thread.remove(row, 'held');
    else this.thread.edit(row);
    return ok({ message: fullView(row), position: this.thread.events.length, epoch: 'e' });
  }

  private vote(row: Row, value: 'up' | 'down' | 'none'): { status: number; body: unknown } {
    if (row.state !== 'published') return MISSING;
    const before = this.votes.get(row.id);
    if (before) row[before] -= 1;
    if (value !== 'none') row[value] += 1;
    if (value === 'none') this.votes.delete(row.id);
    else this.votes.set(row.id, value);
    const totals = { up: row.up, down: row.down };
    this.signals.push({ [row.id]: totals });
    return ok({ votes: totals });
  }

  /** Ana's own that are not on the page, and that she has not taken back. */
  private unpublished(): Pick<MineAnswer, 'held' | 'unpublished'> {
    const rows = this.thread.rows.filter(({ state, author }) => author === 'ana' && /held|rejected/.test(state));
    const messages = rows.map(fullView);
    return {
      held: messages.filter(({ state }) => state === 'held'),
      unpublished: messages.map((message) => ({ message, decision: decisionOn(message) })),
    };
  }

  private list(asked: URLSearchParams): { status: number; body: unknown } {
    const parent = asked.get('parent');
    const row = parent === null ? null : this.thread.rows.find(({ id }) => id === parent);
    if (row === undefined || row?.visible === false) return MISSING;
    return ok({ thread: this.thread.view, ...this.part(row, Number(asked.get('cursor') ?? 0)) });
  }

  /** Some of a branch behind a position, with the first replies to each. */
  private part(parent: Row | null, after: number): RepliesView {
    const all = this.thread.repliesOf(parent?.id ?? null).map((id) => this.thread.rows.find((row) => row.id === id)!);
    const rest = all.filter(({ position }) => (position ?? 0) > after);
    const messages = rest.slice(0, FIRST).map((row) => viewOf(row, this.part(row, 0)));
    return { messages, next: rest.length > FIRST ? String(messages.at(-1)?.position) : null };
  }

  private context(row: Row): ContextAnswer {
    const above: Row[] = [];
    for (let parent = row.parent; parent; parent = parent.parent) above.unshift(parent);
    const ancestors = above.map((each) => viewOf(each));
    const message = viewOf(row, this.part(row, 0));
    const place = { rootId: (above[0] ?? row).id, older: null, newer: null };
    return { thread: this.thread.view, ancestors, earlier: null, message, place };
  }
}

const ok = (body: unknown) => ({ status: 200, body });
const MISSING = { status: 404, body: { error: { code: 'message_not_found', message: 'Gone.', requestId: '' } } };

/** What its author is told of a decision; each has a reason of its own. */
export const decisionOn = ({ state, revision, createdAt }: MessageView): OwnDecision | null =>
  state === 'rejected' ? { decision: 'reject', reason: `The reason of version ${revision}`, at: createdAt } : null;

/** As its author gets it. */
const fullView = (row: Row): MessageView => ({
  ...viewOf({ ...row, state: 'published' }),
  state: row.state,
  text: `version ${row.revision}`,
});
