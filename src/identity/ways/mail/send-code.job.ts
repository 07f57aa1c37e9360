import { z } from 'zod';
import { defineJob } from '../../../database/enqueue.js';

/** A code is to be sent. `mail`: sealed; to whom, the code and the link. */
export const SEND_CODE = defineJob('mail.send-code', z.object({ id: z.string(), mail: z.string() }));
