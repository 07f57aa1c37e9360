import { Module } from '@nestjs/common';
import { AdmissionModule } from '../admission/admission.module.js';
import { LiveModule } from '../live/live.module.js';
import { MembersModule } from '../members/members.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { Brooms } from './brooms.service.js';
import { FirstStart } from './first-start.service.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { Metrics, MetricsController } from './metrics.js';

@Module({
  imports: [AdmissionModule, LiveModule, MembersModule, MessagesModule, SitesModule],
  controllers: [HealthController, MetricsController],
  providers: [Brooms, FirstStart, HealthService, Metrics],
})
export class OpsModule {}
