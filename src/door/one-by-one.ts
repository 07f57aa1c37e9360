import type { IncomingMessage, ServerResponse } from 'node:http';
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

  /**
   * Begins when all that was asked before on the connection is answered, and the answers are taken.
   * @returns false where as many as may wait do so already
   */
  take({ socket }: IncomingMessage, asked: Asked): boolean {
    const waiting = this.waiting.get(socket) ?? [];
    if (waiting.length >= BEHIND) return false;
    this.waiting.set(socket, waiting);
    waiting.push(asked);
    if (waiting.length === 1) this.goOn(socket, waiting);
    return true;
  }

  private goOn(socket: Socket, waiting: Asked[]): void {
    for (let [first] = waiting; first; [first] = waiting) {
      if (!isDue(first.response)) return this.after(socket, waiting);
      waiting.shift();
      first.begin();
    }
  }

  /** In the next turn of the event loop: as if it had only come then. */
  private after(socket: Socket, waiting: Asked[]): void {
    underWay(socket)?.once('close', () => setImmediate(() => this.goOn(socket, waiting)));
  }
}

/** Whether nothing that was asked before on its connection is unanswered: Node gives the connection to one answer at a time. */
export const isDue = ({ socket }: ServerResponse): boolean => socket !== null;

/** The answer that a connection is given to. Node has no public name for it. */
export function underWay(connection: Duplex): ServerResponse | null | undefined {
  const { _httpMessage: answer } = connection as Duplex & { readonly _httpMessage?: ServerResponse | null };
  return answer;
}
