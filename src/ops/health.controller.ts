import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Open } from '../auth/policy/requires.js';
import { HealthService } from './health.service.js';
import { Answers, ApiDoc, Tagged } from '../openapi/describe.js';

const healthAnswer = z.object({ status: z.enum(['ok', 'degraded']) });

@Tagged('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process runs. */
  @Get('live')
  @Open()
  @ApiDoc('Does the process run?')
  @Answers(200, healthAnswer)
  live(): z.infer<typeof healthAnswer> {
    return { status: 'ok' };
  }

  /** It may be sent readers: the database answers, and it is not going away. */
  @Get('ready')
  @Open()
  @ApiDoc('May it be sent readers?', 'overloaded')
  @Answers(200, healthAnswer)
  ready(): Promise<z.infer<typeof healthAnswer>> {
    return this.health.ready();
  }
}
