import { z } from 'zod';

/** What a sign-in link carries, in its address and in the form behind its button. Anything else is no link of ours. */
export const linkToken = z.object({ token: z.string().min(1).max(256).catch('-') });
export type LinkToken = z.infer<typeof linkToken>;
