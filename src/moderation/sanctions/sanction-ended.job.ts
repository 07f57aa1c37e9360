import { z } from 'zod';
import { defineJob } from '../../database/enqueue.js';

/** A suspension is over: whom it held against is told. */
export const SANCTION_ENDED = defineJob('sanctions.ended', z.object({ sanctionId: z.string() }));
