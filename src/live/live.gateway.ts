import { UseFilters } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
} from '@nestjs/websockets';
import { authorize } from '../auth/policy/may.js';
import { FramesRequire } from '../auth/policy/requires.js';
import type { Connection } from './transport/connection.js';
import { LiveErrorFilter } from './live-error.filter.js';
import { FRAME_PERMISSIONS } from './frame-permissions.js';
import { CLIENT_FRAMES, LIVE_PATH, type ClientFrame } from './live.schema.js';
import { LiveService } from './live.service.js';

/**
 * What a reader can say over its socket. Frames arrive here valid and one after another: see live.adapter.ts. One handler for
 * all of them: Nest binds each handler anew for every socket, and a follower would cost a tenth more.
 */
@WebSocketGateway({ path: LIVE_PATH })
@UseFilters(LiveErrorFilter)
export class LiveGateway implements OnGatewayConnection<Connection> {
  constructor(private readonly live: LiveService) {}

  handleConnection(connection: Connection): void {
    this.live.arrive(connection);
  }

  @SubscribeMessage('frame')
  @FramesRequire(CLIENT_FRAMES, FRAME_PERMISSIONS)
  async onFrame(@ConnectedSocket() connection: Connection, @MessageBody() { event, data }: ClientFrame): Promise<void> {
    authorize(connection.actor, FRAME_PERMISSIONS[event]);
    switch (event) {
      case 'authenticate':
        return this.live.authenticate(connection, data.token);
      case 'follow':
        return this.live.follow(connection, data);
      case 'unfollow':
        return this.live.unfollow(connection, data);
      case 'typing':
        return this.live.typing(connection, data.thread, data.parentId ?? null);
    }
  }
}
