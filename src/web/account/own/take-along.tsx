import { useEffect, useState } from 'preact/hooks';
import type { ExportView } from '../../../identity/exports/exports.schema.js';
import { language, t } from '../../../i18n/format.js';
import { Part, Problem } from '../parts.js';
import { callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';

/** ms between looks at whether it is ready. */
const LOOK = 2_000;

/** A copy of all that is stored of one: asked for, made meanwhile, and fetched by a link that is good for a day. */
export function TakeAlong() {
  const { problem, run } = useAction();
  const [copy, setCopy] = useState<ExportView | null>(null);
  const isWaiting = copy?.state === 'waiting';
  const ask = () => run(async () => setCopy(await callAsMe(`/me/export?lang=${language().code}`, { method: 'POST' })));
  useEffect(() => {
    if (!isWaiting) return;
    const look = () => run(async () => setCopy(await callAsMe(`/me/exports/${copy.id}`)));
    const timer = setTimeout(() => void look(), LOOK);
    return () => clearTimeout(timer);
  }, [copy]);
  return (
    <Part id="take-along" title={t('account.export.title')}>
      <p>{t('account.export.text')}</p>
      <p role="status">
        {isWaiting && problem === '' && t('account.export.waiting')}
        {copy?.state === 'ready' && (
          <a href={copy.url} download>
            {t('account.export.ready')}
          </a>
        )}
      </p>
      {copy?.state === 'failed' && (
        <Problem>{t(copy.failure === 'too_large' ? 'account.export.tooLarge' : 'account.export.failed')}</Problem>
      )}
      <Problem>{problem}</Problem>
      {(!copy || copy.state === 'failed' || problem !== '') && (
        <p>
          <button type="button" class="quiet" onClick={() => void ask()}>
            {t('account.export.ask')}
          </button>
        </p>
      )}
    </Part>
  );
}
