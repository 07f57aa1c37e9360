import { z } from 'zod';

/** An archive of what is stored of the caller. */
export const exportView = z
  .object({
    id: z.string(),
    state: z.enum(['waiting', 'ready', 'failed']),
    createdAt: z.string(),
    readyAt: z.string().optional(),
    /** Until when the link is good. */
    expiresAt: z.string().optional(),
    /** Of the ZIP. */
    bytes: z.int().optional(),
    /** Where the ZIP is, for whoever has this address: to be told to nobody. */
    url: z.string().optional(),
    /** Why it failed: more than EXPORT_MEGABYTES, or something that stands in the forum's log. */
    failure: z.enum(['too_large', 'internal']).optional(),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof exportView>;

/** `lang`: of the page for people, where it is not that of the request. */
export const newExport = z.strictObject({ lang: z.string().max(35).optional() });

export const exportParams = z.strictObject({ id: z.string() });
export type ExportParams = z.infer<typeof exportParams>;

export const exportLink = z.strictObject({ key: z.string().max(128).default('') });
export type ExportLink = z.infer<typeof exportLink>;
