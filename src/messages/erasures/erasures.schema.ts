import { z } from 'zod';

/** `keep`: what is on a page stays, under no name; `remove`: the words of all go. */
const keptMessages = z.enum(['keep', 'remove']);

export const newErasure = z.strictObject({ messages: keptMessages }).meta({ examples: [{ messages: 'keep' }] });
export type NewErasure = z.infer<typeof newErasure>;

/** They are gone; what becomes of their messages follows within seconds. */
export const erasureAnswer = z.object({ messages: keptMessages });
export type ErasureAnswer = z.infer<typeof erasureAnswer>;
