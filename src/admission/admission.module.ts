import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { AdmissionService, FACTS } from './admission.service.js';
import type { Fact } from './fact.js';
import { factsOf, RULES } from './rules.js';

const classes = factsOf(RULES);

@Module({
  imports: [MembersModule, ThreadsModule],
  providers: [
    AdmissionService,
    ...classes,
    {
      provide: FACTS,
      inject: classes,
      useFactory: (...facts: Fact<unknown>[]) => new Map(classes.map((name, index) => [name, facts[index]])),
    },
  ],
  exports: [AdmissionService],
})
export class AdmissionModule {}
