import { t } from '../../../i18n/format.js';
import { within } from '../../ui/within.js';
import type { Initial } from '../initial.js';

/** Where something holds, in words: this page's site by its name, another by its id; `*` is every one. */
export const placeOf = (where: string, site: Initial['site']): string =>
  where === '*' ? t('account.everywhere') : within(where === site.id ? site.name : where);
