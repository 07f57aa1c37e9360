import { ConfigError } from '../../config/config-error.js';
import { unusable } from '../../config/read-config.js';
import type { Config } from '../../config/config.js';
import { databaseName, sqlitePath } from '../../config/database-url.js';
import { t } from '../../i18n/format.js';
import { inspect, objection } from './inspection.js';
import { checkAccess } from './sqlite-file.js';

/**
 * For whatever works on a forum's database and is not a start: none is ever made by it.
 * @param mayBeEmpty where nothing has been made in it yet
 * @throws ConfigError where there is none, an empty one, a newer version's or another program's
 */
export async function requireDatabase(config: Config, { mayBeEmpty = false } = {}): Promise<void> {
  const name = databaseName(config.DATABASE_URL);
  let why: string | undefined;
  try {
    const path = sqlitePath(config.DATABASE_URL);
    const found = await inspect(config);
    if (path !== null && found.state !== 'absent') checkAccess(path);
    why = objection(found);
    if (found.state === 'absent') why = t('database.absent', { name });
    if (found.state === 'empty' && !mayBeEmpty) why = t('database.empty', { name });
  } catch (error) {
    throw error instanceof ConfigError ? error : unusable(config, 'DATABASE_URL', error);
  }
  if (why !== undefined) throw unusable(config, 'DATABASE_URL', new Error(why));
}
