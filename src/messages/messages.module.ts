import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { InboxLog } from '../events/inbox/inbox-log.js';
import { InboxLogRepository } from '../events/inbox/inbox-log.repository.js';
import { QueueLog } from '../events/queue-log.js';
import { QueueLogRepository } from '../events/queue-log.repository.js';
import { MembersModule } from '../members/members.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { ErasedWordsService } from './erasures/erased-words.service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { ErasuresRepository } from './erasures/erasures.repository.js';
import { ErasuresService } from './erasures/erasures.service.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';
import { InboxKinds } from './inbox/inbox-kinds.js';
import { InboxTopicService } from './inbox/inbox-topic.service.js';
import { MessageDecided } from './inbox/message-decided.kind.js';
import { SanctionNews } from './inbox/sanctions.kind.js';
import { OwnMessagesController } from './mine/own-messages.controller.js';
import { OwnMessagesRepository } from './mine/own-messages.repository.js';
import { OwnMessagesService } from './mine/own-messages.service.js';
import { NoticeData } from './inbox/notice-data.js';
import { MineService } from './mine/mine.service.js';
import { PageCache } from './pages/page-cache.js';
import { PagesRepository } from './pages/pages.repository.js';
import { PagesService } from './pages/pages.service.js';
import { PostingService } from './posting/posting.service.js';
import { RenderingService } from './posting/rendering.service.js';
import { PlacesRepository } from './places.repository.js';
import { MessageLifecycle } from './message-lifecycle.js';
import { RestoredService } from './erasures/restored.service.js';
import { MessageParts } from './parts/message-parts.js';
import { PartTablesRepository } from './parts/part-tables.repository.js';
import { ThreadRemovalRepository } from './parts/thread-removal.repository.js';
import { StreamService } from './stream/stream.service.js';
import { ThreadLog } from './stream/thread-log.js';

@Module({
  imports: [AdmissionModule, MembersModule, ThreadsModule],
  controllers: [ErasuresController, MessagesController, OwnMessagesController],
  providers: [
    ErasedWordsService,
    ErasuresRepository,
    ErasuresService,
    RestoredService,
    MessagesRepository,
    PostingService,
    RenderingService,
    InboxKinds,
    MessageDecided,
    SanctionNews,
    MineService,
    NoticeData,
    OwnMessagesRepository,
    OwnMessagesService,
    MessagesService,
    PageCache,
    PagesRepository,
    PagesService,
    PlacesRepository,
    MessageLifecycle,
    InboxLog,
    InboxLogRepository,
    InboxTopicService,
    QueueLog,
    QueueLogRepository,
    MessageParts,
    PartTablesRepository,
    ThreadRemovalRepository,
    StreamService,
    ThreadLog,
  ],
  exports: [
    MembersModule,
    ThreadsModule,
    ErasuresService,
    RestoredService,
    MessagesRepository,
    MineService,
    MessagesService,
    OwnMessagesService,
    PageCache,
    PagesService,
    PostingService,
    MessageLifecycle,
    InboxLog,
    InboxLogRepository,
    InboxTopicService,
    QueueLog,
    QueueLogRepository,
    MessageParts,
    PartTablesRepository,
    ThreadRemovalRepository,
    StreamService,
    ThreadLog,
  ],
})
export class MessagesModule {}
