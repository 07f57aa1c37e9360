import { z } from 'zod';
import { threadPageQuery } from '../../forum/server/forum.schema.js';

/** Of which site's forum; inside a publisher's page, and in which language, as the forum's own pages have it. */
export const accountPageQuery = z.object({
  site: z.string().min(1).max(64),
  ...threadPageQuery.pick({ embedded: true, lang: true }).shape,
});
export type AccountPageQuery = z.infer<typeof accountPageQuery>;
