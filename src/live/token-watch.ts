import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { memberActor } from '../auth/actor.js';
import { TokensService } from '../auth/tokens/tokens.service.js';
import { EventBus } from '../events/event-bus.js';
import type { Connection } from './transport/connection.js';
import { CLOSE } from './live.schema.js';
import { Queues } from './queues/queues.js';
import { Sockets } from './transport/sockets.js';

/** ms in which every token is asked for once: one that another process (or the command line) took back closes its sockets within 5 s. */
const ROUND = 2_000;
const STEPS = 10;

/** Ends the sockets of tokens that are no longer good, and keeps what the others may do up to date. */
@Injectable()
export class TokenWatch implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Connection[] = [];
  private share = 0;
  private checking = false;

  constructor(
    private readonly sockets: Sockets,
    private readonly tokens: TokensService,
    private readonly queues: Queues,
    bus: EventBus,
  ) {
    bus.on('tokens.revoked', ({ hashes }) => this.revoke(new Set(hashes)));
    bus.on('member.changed', ({ memberId }) => this.check(this.speakingFor(memberId)));
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.step(), ROUND / STEPS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private revoke(hashes: ReadonlySet<string>): void {
    for (const connection of this.sockets) {
      const { session } = connection.actor;
      if (session !== null && hashes.has(session.tokenHash)) connection.close(CLOSE.tokenRevoked);
    }
  }

  private speakingFor(memberId: string): Connection[] {
    return [...this.sockets].filter(({ actor }) => actor.member?.id === memberId);
  }

  private async step(): Promise<void> {
    if (this.checking) return;
    this.checking = true;
    if (this.round.length === 0) {
      this.round = [...this.sockets].filter(({ actor }) => actor.session !== null);
      this.share = Math.ceil(this.round.length / STEPS);
    }
    // A database that is away says nothing about a token.
    await this.check(this.round.splice(0, this.share)).catch(() => undefined);
    this.checking = false;
  }

  /** One question for all of them, however many there are. */
  private async check(connections: readonly Connection[]): Promise<void> {
    const asked = new Map(connections.map((connection) => [connection, connection.actor]));
    const hashes = new Set([...asked.values()].flatMap(({ session }) => session?.tokenHash ?? []));
    if (hashes.size === 0) return;
    const members = await this.tokens.review([...hashes]);
    for (const [connection, actor] of asked) {
      // It has said `authenticate` meanwhile, or never spoke for anybody.
      if (connection.actor !== actor || actor.session === null) continue;
      const member = members.get(actor.session.tokenHash);
      if (!member) {
        connection.close(CLOSE.tokenRevoked);
        continue;
      }
      connection.actor = memberActor(member, actor.session, actor.address);
      this.queues.review(connection);
    }
  }
}
