import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Requests of one connection that may wait behind the one that is served. */
const BEHIND = 100;

type Asked = { readonly response: ServerResponse; readonly begin: () => void };

/**
 * Each connection is served one request after another, however many it sends at once (RFC 9112, 9.3.2). Begun together they
 * would take the room of everybody else, and all answers but the first would wait in memory for a reader that may take none.
 */
export class OneByOne {
  private readonly waiting = new WeakMap<Socket, Asked[]>();
  private all = 0;

  /** @param most that may wait on all connections together */
  constructor(private readonly most: number) {}

  /** How many wait on all connections. */
  get size(): number {
    return this.all;
  }

  /**
   * Begins when all that was asked before on the connection is answered, and the answers are taken.
   * @returns false where as many as may wait do so already
   */
  take(socket: Socket, asked: Asked): boolean {
    const waiting = this.waiting.get(socket) ?? this.open(socket);
    if (waiting.length >= BEHIND || this.all >= this.most) return false;
    waiting.push(asked);
    this.all += 1;
    if (waiting.length === 1) this.goOn(socket, waiting);
    return true;
  }

  private open(socket: Socket): Asked[] {
    const waiting: Asked[] = [];
    this.waiting.set(socket, waiting);
    socket.once('close', () => {
      this.all -= waiting.length;
      waiting.length = 0;
    });
    return waiting;
  }

  /** Limits that are asked elsewhere may have let a later one through before: whose turn it is says Node. */
  private goOn(socket: Socket, waiting: Asked[]): void {
    while (waiting.length > 0) {
      const due = waiting.findIndex(({ response }) => isDue(response));
      if (due < 0) return this.after(socket, waiting);
      const [next] = waiting.splice(due, 1);
      this.all -= 1;
      next?.begin();
    }
  }

  /** When everyone else has heard that the answer is out. */
  private after(socket: Socket, waiting: Asked[]): void {
    underWay(socket)?.once('close', () => queueMicrotask(() => this.goOn(socket, waiting)));
  }
}

/** Whether nothing that was asked before on its connection is unanswered: Node gives the connection to one answer at a time. */
export const isDue = ({ socket }: ServerResponse): boolean => socket !== null;

/**
 * Resolves when all that came whole before on this connection is answered, or the connection is gone. What did not come
 * whole is what is wrong with it: its answer may never be.
 */
export async function answeredBefore(connection: Duplex): Promise<void> {
  for (let answer = underWay(connection); answer?.req.complete && !connection.destroyed; answer = underWay(connection))
    await closed(answer);
}

const closed = (answer: ServerResponse): Promise<void> => new Promise((resolve) => void answer.once('close', resolve));

/** The answer that a connection is given to. Node has no public name for it. */
function underWay(connection: Duplex): ServerResponse | null | undefined {
  const { _httpMessage: answer } = connection as Duplex & { readonly _httpMessage?: ServerResponse | null };
  return answer;
}
