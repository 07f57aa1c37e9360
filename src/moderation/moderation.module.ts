import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { HistoryModule } from '../message-parts/history/history.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { AddressRulesController } from './addresses/address-rules.controller.js';
import { AddressRulesRepository } from './addresses/address-rules.repository.js';
import { AddressRulesService } from './addresses/address-rules.service.js';
import { DecisionsRepository } from './decisions/decisions.repository.js';
import { ReportData } from './reports/report-data.js';
import { ReportListsService } from './reports/report-lists.service.js';
import { DecisionsService } from './decisions/decisions.service.js';
import { ModerationController } from './moderation.controller.js';
import { ModerationPart } from './moderation.part.js';
import { QueueItems } from './queue/queue-items.js';
import { QueueTopicService } from './queue/queue-topic.service.js';
import { QueueRepository } from './queue/queue.repository.js';
import { QueueService } from './queue/queue.service.js';
import { ActionData } from './records/action-data.js';
import { RecordsRepository } from './records/records.repository.js';
import { RecordsService } from './records/records.service.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsRepository } from './reports/reports.repository.js';
import { ReportsService } from './reports/reports.service.js';
import { SanctionsService } from './sanctions/sanctions.service.js';
import { ItemsService } from './queue/items.service.js';
import { SearchController } from './search/search.controller.js';
import { SearchRepository } from './search/search.repository.js';
import { SearchService } from './search/search.service.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsOfPlacesService } from './settings/settings-of-places.service.js';
import { Scope } from './scope.js';
import { SiteRemovalService } from './threads/site-removal.service.js';
import { ThreadActsController } from './threads/thread-acts.controller.js';
import { ThreadActsRepository } from './threads/thread-acts.repository.js';
import { Merging } from './threads/merging.service.js';
import { ThreadActsService } from './threads/thread-acts.service.js';
import { ThreadDetailsService } from './threads/thread-details.service.js';
import { ThreadUndoService } from './threads/thread-undo.service.js';
import { VerdictsController } from './verdicts/verdicts.controller.js';
import { VerdictsService } from './verdicts/verdicts.service.js';
import { ThreadStatesService } from './decisions/thread-states.service.js';

@Module({
  imports: [AdmissionModule, HistoryModule, MessagesModule],
  controllers: [
    ModerationController,
    ReportsController,
    SearchController,
    ThreadActsController,
    AddressRulesController,
    SettingsController,
    VerdictsController,
  ],
  providers: [
    AddressRulesRepository,
    AddressRulesService,
    DecisionsService,
    DecisionsRepository,
    ActionData,
    ModerationPart,
    ReportData,
    ReportListsService,
    QueueItems,
    QueueTopicService,
    QueueRepository,
    QueueService,
    RecordsRepository,
    RecordsService,
    ReportsRepository,
    ReportsService,
    SanctionsService,
    Scope,
    SettingsOfPlacesService,
    SearchRepository,
    SearchService,
    ItemsService,
    Merging,
    SiteRemovalService,
    ThreadActsRepository,
    ThreadActsService,
    ThreadStatesService,
    ThreadDetailsService,
    ThreadUndoService,
    VerdictsService,
  ],
  exports: [MessagesModule, DecisionsService, QueueTopicService, SiteRemovalService],
})
export class ModerationModule {}
