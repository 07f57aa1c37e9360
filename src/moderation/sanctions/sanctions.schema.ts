import { z } from 'zod';

export const newSanction = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('ban'),
      until: z.iso.datetime({ offset: true }).nullish(),
      reason: z.string().min(1).max(300),
      site: z.string().max(64).optional(),
    }),
    z.strictObject({
      kind: z.literal('suspend'),
      until: z.iso.datetime({ offset: true }),
      reason: z.string().min(1).max(300),
      site: z.string().max(64).optional(),
    }),
  ])
  .meta({ examples: [{ kind: 'suspend', until: '2026-12-01T00:00:00.000Z', reason: 'Insults' }] });
export type NewSanction = z.infer<typeof newSanction>;

export const sanctionView = z
  .object({
    id: z.string(),
    memberId: z.string(),
    site: z.string(),
    kind: z.enum(['ban', 'suspend']),
    until: z.string().nullable(),
    reason: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.string(),
    liftedAt: z.string().nullable(),
  })
  .meta({ id: 'Sanction' });
export type SanctionView = z.infer<typeof sanctionView>;
