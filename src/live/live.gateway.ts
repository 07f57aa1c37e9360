import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { Connection } from './connection.js';
import { LiveErrorFilter } from './live-error.filter.js';
import { LIVE_PATH, type ClientFrame } from './live.schema.js';
import { LiveService } from './live.service.js';

type Said<E extends ClientFrame['event']> = Extract<ClientFrame, { event: E }>['data'];

/** What a reader can say over its socket. Frames arrive here valid and one after another: see live.adapter.ts. */
@WebSocketGateway({ path: LIVE_PATH })
@UseFilters(LiveErrorFilter)
export class LiveGateway implements OnGatewayConnection<Connection>, OnGatewayDisconnect<Connection> {
  constructor(private readonly live: LiveService) {}

  handleConnection(connection: Connection): void {
    this.live.arrive(connection);
  }

  handleDisconnect(connection: Connection): void {
    this.live.leave(connection);
  }

  @SubscribeMessage('authenticate')
  authenticate(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { token }: Said<'authenticate'>,
  ): Promise<void> {
    return this.live.authenticate(connection, token);
  }

  @SubscribeMessage('follow')
  follow(@ConnectedSocket() connection: Connection, @MessageBody() wanted: Said<'follow'>): Promise<void> {
    return this.live.follow(connection, wanted);
  }

  @SubscribeMessage('unfollow')
  unfollow(@ConnectedSocket() connection: Connection, @MessageBody() wanted: Said<'unfollow'>): void {
    this.live.unfollow(connection, wanted);
  }

  @SubscribeMessage('typing')
  typing(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { thread, parentId }: Said<'typing'>,
  ): Promise<void> {
    return this.live.typing(connection, thread, parentId ?? null);
  }
}
