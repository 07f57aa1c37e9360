import { z } from 'zod';
import { memberView } from '../../members/members.schema.js';
import { sessionView } from '../sessions/sessions.schema.js';

export const wayView = z.object({ way: z.string() }).meta({ id: 'WayIn' });
export type WayView = z.infer<typeof wayView>;

/** How one can come in on a site. */
export const waysAnswer = z.object({ ways: z.array(wayView) });
export type WaysAnswer = z.infer<typeof waysAnswer>;

export const siteParams = z.strictObject({ id: z.string() });
export type SiteParams = z.infer<typeof siteParams>;

/** What every way in ends in. */
export const signedIn = z.object({ token: z.string(), member: memberView, session: sessionView });
export type SignedIn = z.infer<typeof signedIn>;
