import { z } from 'zod';

/** A mail address as it was typed; what it is, `mailAddress` says. */
const email = z.string().max(320);
/** What the answer to the question was: it says that the same browser comes back. */
const request = z.string().max(64);

export const mailQuestion = z
  .strictObject({ site: z.string().max(64), email, name: z.string().max(200).optional() })
  .meta({ examples: [{ site: 'default', email: 'ana@example.org', name: 'Ana' }] });
export type MailQuestion = z.infer<typeof mailQuestion>;

/** The same for an address that somebody has, and for one that nobody has. */
export const mailAnswer = z.object({
  /** To be sent with the code by the browser that asked. */
  request: z.string(),
  /** Seconds for which the code is good. */
  expiresIn: z.number(),
});
export type MailAnswer = z.infer<typeof mailAnswer>;

export const mailProof = z
  .strictObject({
    email,
    /** Six digits; spaces and hyphens between them do not count. */
    code: z.string().max(32),
    request: request.optional(),
    name: z.string().max(200).optional(),
  })
  .meta({ examples: [{ email: 'ana@example.org', code: '123456' }] });
export type MailProof = z.infer<typeof mailProof>;
