import { t } from '../../../i18n/format.js';

/** Stands where settings could not be read. */
export function NotRead({ again }: { readonly again: () => void }) {
  return (
    <p class="calm">
      {t('console.settings.failed')}{' '}
      <button type="button" class="small" onClick={again}>
        {t('console.tryAgain')}
      </button>
    </p>
  );
}
