import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Writes } from '../database/idempotency.js';

const HOUR = 3_600_000;

/** What must be done now and then, and by nobody's request. */
@Injectable()
export class Housekeeping {
  constructor(private readonly writes: Writes) {}

  @Interval(HOUR)
  async forgetOldKeys(): Promise<void> {
    await this.writes.forget();
  }
}
