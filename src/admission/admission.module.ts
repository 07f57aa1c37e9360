import { Module, type Type } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { AdmissionService, FACTS, POLICY } from './admission.service.js';
import { EVIDENCE_SOURCES, EvidenceGatherer } from './evidence-gatherer.js';
import { ChallengesController } from './proof-of-work/challenges.controller.js';
import { ProofOfWork } from './proof-of-work/proof-of-work.service.js';
import { SpentProofsRepository } from './proof-of-work/spent-proofs.repository.js';
import { evidenceOf, factsOf, RULES } from './rules.js';
import { VerdictsRepository } from './verdicts/verdicts.repository.js';

/** All of these, by their classes. */
const byClass = (token: symbol, classes: readonly Type[]) => [
  ...classes,
  {
    provide: token,
    inject: [...classes],
    useFactory: (...each: unknown[]) => new Map(classes.map((name, index) => [name, each[index]])),
  },
];

@Module({
  imports: [MembersModule, SitesModule, ThreadsModule],
  controllers: [ChallengesController],
  providers: [
    AdmissionService,
    EvidenceGatherer,
    ProofOfWork,
    SpentProofsRepository,
    VerdictsRepository,
    { provide: POLICY, useValue: RULES },
    ...byClass(FACTS, factsOf(RULES)),
    ...byClass(EVIDENCE_SOURCES, evidenceOf(RULES)),
  ],
  exports: [AdmissionService, EvidenceGatherer, ProofOfWork, SpentProofsRepository, VerdictsRepository],
})
export class AdmissionModule {}
