import { z } from 'zod';
import { SETTINGS } from '../../settings/registry.js';

/** All settings, each by itself: those that there are when it is asked for. */
const values = z.lazy(() => SETTINGS.schema());

/** Some values, and names that are to be as around the place again. */
export const changeSettings = z
  .strictObject({
    settings: values,
    unset: z.array(z.string().max(64)).max(100).optional(),
    revision: z.int().min(0),
  })
  .meta({ examples: [{ settings: { premoderation: 'all' }, revision: 1 }] });
export type ChangeSettings = z.infer<typeof changeSettings>;

/** All that shall be set in a place. */
export const replaceSettings = z
  .strictObject({ settings: values, revision: z.int().min(0) })
  .meta({ examples: [{ settings: { premoderation: 'all' }, revision: 1 }] });
export type ReplaceSettings = z.infer<typeof replaceSettings>;
