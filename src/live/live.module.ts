import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/messages.module.js';
import { ModerationModule } from '../moderation/moderation.module.js';
import { Handshake } from './transport/handshake.js';
import { Heartbeat } from './transport/heartbeat.js';
import { LiveCounters } from './live-counters.js';
import { LiveGateway } from './live.gateway.js';
import { LiveService } from './live.service.js';
import { ThreadCounts } from './counts/thread-counts.js';
import { FollowQuota } from './follow-quota.js';
import { Inboxes } from './inboxes/inboxes.js';
import { LatestVotes } from './presence/latest-votes.js';
import { LostVotes } from './presence/lost-votes.js';
import { Presence } from './presence/presence.js';
import { Queues } from './queues/queues.js';
import { ThreadRooms } from './threads/thread-rooms.js';
import { ReturnWindow } from './transport/return-window.js';
import { Sockets } from './transport/sockets.js';
import { TokenWatch } from './token-watch.js';
import { FrameScheduler } from './transport/frame-scheduler.js';

@Module({
  imports: [MessagesModule, ModerationModule],
  providers: [
    FollowQuota,
    Handshake,
    Heartbeat,
    Inboxes,
    LatestVotes,
    LostVotes,
    LiveCounters,
    LiveGateway,
    LiveService,
    Presence,
    Queues,
    ReturnWindow,
    ThreadCounts,
    ThreadRooms,
    Sockets,
    TokenWatch,
    FrameScheduler,
  ],
  exports: [LiveCounters, ThreadRooms, Sockets, FrameScheduler],
})
export class LiveModule {}
