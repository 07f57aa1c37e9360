import { z } from 'zod';

export const ticketProof = z
  .strictObject({ site: z.string().max(64), name: z.string().max(200), ticket: z.string().max(64) })
  .meta({ examples: [{ site: 'default', name: 'Ana', ticket: 'f2ca1bb6c7e907d06dafe4687e579fce' }] });
export type TicketProof = z.infer<typeof ticketProof>;
