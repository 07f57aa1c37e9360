import { Body, Controller, Delete } from '@nestjs/common';
import type { MemberActor } from '../../auth/actor.js';
import { CurrentActor } from '../../auth/current-actor.js';
import { Requires } from '../../auth/policy/requires.js';
import type { IdempotencyKey, WriteResult } from '../../database/writes/idempotency.js';
import { IdempotencyKeyHeader } from '../../http/idempotency-key.js';
import { Answers, ApiDoc, Tagged } from '../../openapi/describe.js';
import { erasureAnswer, newErasure, type ErasureAnswer, type NewErasure } from './erasures.schema.js';
import { ErasuresService } from './erasures.service.js';

@Tagged('members')
@Controller('api/v1/me')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Delete()
  @Requires('member.erase-own')
  @ApiDoc('Erase me', 'role_held')
  @Answers(202, erasureAnswer, 'Gone; the messages follow within seconds')
  erase(
    @CurrentActor() actor: MemberActor,
    @IdempotencyKeyHeader() once: IdempotencyKey | null,
    @Body({ schema: newErasure }) erasure: NewErasure,
  ): Promise<WriteResult<ErasureAnswer>> {
    return this.erasures.eraseSelf(actor, once, erasure);
  }
}
