import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Clock } from './config/clock.js';
import type { Config } from './config/config.js';
import { DatabaseModule } from './database/database.module.js';
import { HttpModule } from './http/http.module.js';
import { EventsModule } from './events/events.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { LiveModule } from './live/live.module.js';
import { MessagePartsModule } from './message-parts/message-parts.module.js';
import { ModerationModule } from './moderation/moderation.module.js';
import { OpsModule } from './ops/ops.module.js';
import { RedisModule } from './redis/redis.module.js';
import { DemoRemovalModule } from './web/demo/demo-removal.service.js';
import { DemoModule } from './web/demo/demo.module.js';
import { WebModule } from './web/web.module.js';

/** What a test sets in place of the real thing. */
export type Overrides = { readonly clock?: Clock };

/** The table of contents. */
@Module({})
export class AppModule {
  static with(config: Config, { clock }: Overrides = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config, clock),
        HttpModule,
        ScheduleModule.forRoot(),
        RedisModule,
        EventsModule,
        DatabaseModule,
        JobsModule,
        AuditModule,
        AuthModule,
        IdentityModule,
        MessagePartsModule,
        ModerationModule,
        LiveModule,
        OpsModule,
        WebModule,
        DemoRemovalModule,
        ...(config.DEMO ? [DemoModule] : []),
      ],
    };
  }
}
