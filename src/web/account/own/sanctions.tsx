import type { AccountAnswer } from '../../../identity/account/account.schema.js';
import { t } from '../../../i18n/format.js';
import { ended } from '../../forum/words.js';
import { rich } from '../../ui/rich.js';
import { fullTime } from '../../ui/time.js';
import { useInitial } from '../initial.js';
import { Part } from '../parts.js';
import { placeOf } from './words.js';

/** What keeps somebody from writing, why and until when, and what can be done about it. */
export function Sanctions({ account: { member, sanctions } }: { account: AccountAnswer }) {
  const { site } = useInitial();
  return (
    <Part id="sanctions" title={t('account.sanctions.title')}>
      {sanctions.length === 0 && <p>{t('account.sanctions.none')}</p>}
      {sanctions.length > 0 && (
        <ul role="list" class="rows">
          {sanctions.map(({ site: where, kind, reason, until, since }) => (
            <li key={`${where} ${kind} ${since}`}>
              <p>
                <b>
                  {t(kind === 'ban' ? 'account.sanctions.ban' : 'account.sanctions.suspension', {
                    place: placeOf(where, site),
                  })}
                </b>{' '}
                {t('account.sanctions.on', { date: fullTime(since) })}{' '}
                {until ? t('forum.barred.ends', { date: fullTime(until) }) : t('account.sanctions.noEnd')}{' '}
                {reason && rich('forum.barred.reason', { reason: <bdi>{ended(reason)}</bdi> })}
              </p>
            </li>
          ))}
        </ul>
      )}
      <p class="aside">
        {rich('account.sanctions.complain', { site: <bdi>{site.name}</bdi>, id: <code dir="ltr">{member.id}</code> })}
      </p>
    </Part>
  );
}
