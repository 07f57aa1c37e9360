import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { memberActor, readerActor, type Actor } from '../../src/auth/actor.js';
import type { TokensService } from '../../src/auth/tokens/tokens.service.js';
import { EventBus } from '../../src/events/event-bus.js';
import type { Connection } from '../../src/live/transport/connection.js';
import type { Queues } from '../../src/live/queues/queues.js';
import type { Sockets } from '../../src/live/transport/sockets.js';
import { TokenWatch } from '../../src/live/token-watch.js';

const member = (id: string) => ({ id, name: id, kind: 'guest' as const, createdAt: 0, roles: {}, sanctionedOn: [] });

class Socket {
  closed: number | undefined;
  actor: Actor;

  constructor(tokenHash: string | null) {
    this.actor =
      tokenHash === null ? readerActor('198.18.0.1') : memberActor(member(tokenHash), { tokenHash }, '198.18.0.1');
  }

  close(code: number): void {
    this.closed = code;
  }
}

/** A forum with these sockets open, and what its database was asked about tokens. */
function watching(sockets: readonly Socket[], good: (hash: string) => boolean = () => true) {
  const asked: (readonly string[])[] = [];
  const tokens = {
    review: async (hashes: readonly string[]) => {
      asked.push(hashes);
      return new Map(hashes.filter(good).map((hash) => [hash, member(hash)]));
    },
  };
  const bus = new EventBus();
  const watch = new TokenWatch(
    new Set(sockets as unknown as Connection[]) as unknown as Sockets,
    tokens as unknown as TokensService,
    { review: () => undefined } as unknown as Queues,
    bus,
  );
  watch.onModuleInit();
  return { watch, asked, bus };
}

describe('the tokens of open sockets', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('are asked for in few questions, however many read under their names', async () => {
    const sockets = Array.from({ length: 2_000 }, (_, n) => new Socket(`token ${n % 1_500}`));
    const { watch, asked } = watching(sockets);
    await jest.advanceTimersByTimeAsync(2_000);
    watch.onModuleDestroy();
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(new Set(asked.flat()).size).toBe(1_500);
  });

  it('cost nothing where nobody has one', async () => {
    const { watch, asked } = watching(Array.from({ length: 2_000 }, () => new Socket(null)));
    await jest.advanceTimersByTimeAsync(10_000);
    watch.onModuleDestroy();
    expect(asked).toEqual([]);
  });

  it('end the sockets of those that are no longer good within two rounds, and no other', async () => {
    const sockets = [new Socket('good'), new Socket('taken back'), new Socket(null)];
    const { watch } = watching(sockets, (hash) => hash === 'good');
    await jest.advanceTimersByTimeAsync(4_000);
    watch.onModuleDestroy();
    expect(sockets.map(({ closed }) => closed)).toEqual([undefined, 4401, undefined]);
  });

  it('are asked for at once where somebody has changed, and only theirs', async () => {
    const { watch, asked, bus } = watching([new Socket('ana'), new Socket('ben')]);
    watch.onModuleDestroy();
    bus.publish([{ name: 'member.changed', memberId: 'ben' }]);
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([['ben']]);
  });
});
