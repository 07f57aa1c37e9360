import { Module } from '@nestjs/common';
import { MessagesModule } from '../messages/messages.module.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditLog } from './audit-log.js';
import { DecisionsService } from './decisions.service.js';
import { ModerationController } from './moderation.controller.js';
import { QueueRepository } from './queue.repository.js';
import { QueueService } from './queue.service.js';
import { RecordsRepository } from './records.repository.js';
import { RecordsService } from './records.service.js';
import { ReportsController } from './reports.controller.js';
import { ReportsRepository } from './reports.repository.js';
import { ReportsService } from './reports.service.js';
import { SanctionsService } from './sanctions.service.js';
import { Scope } from './scope.js';
import { ThreadStatesService } from './thread-states.service.js';

@Module({
  imports: [MessagesModule],
  controllers: [ModerationController, ReportsController],
  providers: [
    AuditLog,
    AuditLogRepository,
    DecisionsService,
    QueueRepository,
    QueueService,
    RecordsRepository,
    RecordsService,
    ReportsRepository,
    ReportsService,
    SanctionsService,
    Scope,
    ThreadStatesService,
  ],
  exports: [MessagesModule, AuditLog, DecisionsService, QueueService],
})
export class ModerationModule {}
