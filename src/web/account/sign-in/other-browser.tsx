import { t } from '../../../i18n/format.js';

/** The link of a mail that another browser asked for: its code is good there alone. */
export function OtherBrowser({ code }: { code: string }) {
  return (
    <div class="panel other-browser" role="status">
      <p>{t('account.otherBrowser.text')}</p>
      <p class="digits" dir="ltr">
        {code.slice(0, 3)} {code.slice(3)}
      </p>
      <p class="aside">{t('account.otherBrowser.here')}</p>
    </div>
  );
}
