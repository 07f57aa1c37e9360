import { z } from 'zod';

/** What speaks for a member: a browser that is signed in, or a token of the API. */
export const sessionView = z
  .object({
    id: z.string(),
    /** By which way in: `guest`, `mail`, `link` (a one-time link of staff), `command-line` (an API token), … */
    way: z.string(),
    /** Browser and system: `Firefox · Linux`; null where nobody said. */
    device: z.string().nullable(),
    createdAt: z.string(),
    /** Exact to an hour. */
    usedAt: z.string(),
    /** Null: good until it is ended. */
    expiresAt: z.string().nullable(),
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionView>;

export const sessionsAnswer = z.object({ sessions: z.array(sessionView) });
export type SessionsAnswer = z.infer<typeof sessionsAnswer>;

export const sessionParams = z.strictObject({ id: z.string() });
export type SessionParams = z.infer<typeof sessionParams>;
