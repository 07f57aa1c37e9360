import { fullTime } from '../../ui/time.js';
import { barredBy } from '../state/state.js';
import { t } from '../../../i18n/format.js';
import { rich } from '../../ui/rich.js';
import { ended } from '../words.js';
import { useForum } from '../state/store.js';

/** In place of the form, before a word is written in vain: what keeps the reader from writing, why, and until when. */
export function Barred() {
  const sanction = useForum(barredBy);
  if (!sanction) return null;
  const { kind, reason, until } = sanction;
  return (
    <p class="note closed" role="status">
      <b>{t(kind === 'ban' ? 'forum.barred.ban' : 'forum.barred.suspension')}</b>
      {until && ` ${t('forum.barred.ends', { date: fullTime(until) })}`}
      {reason && <> {rich('forum.barred.reason', { reason: <bdi>{ended(reason)}</bdi> })}</>} {t('forum.barred.rest')}
    </p>
  );
}
