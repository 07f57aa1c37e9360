import { useEffect, useRef, useState } from 'preact/hooks';
import type { AccountAnswer } from '../../../identity/account/account.schema.js';
import type { MeAnswer } from '../../../members/members.schema.js';
import { t } from '../../../i18n/format.js';
import { readStorage } from '../../forum/session/storage.js';
import type { Kept } from '../../forum/session/session.js';
import { Badges } from '../../ui/badge.js';
import { Disc } from '../../ui/disc.js';
import { plainDay } from '../../ui/time.js';
import { useInitial } from '../initial.js';
import { Part, Problem, useReturn } from '../parts.js';
import { become, callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';
import { placeOf } from './words.js';

type Props = { readonly account: AccountAnswer; readonly onChange: (account: AccountAnswer) => void };

/** The name, the picture, and by what somebody is known here. */
export function Who({ account, onChange }: Props) {
  const { member } = account;
  const { site } = useInitial();
  const [changing, setChanging] = useState(false);
  const button = useReturn<HTMLButtonElement>(changing);
  const isGuest = member.role === 'guest';
  const publisher = account.credentials.find(({ way }) => way === 'sso');
  return (
    <Part id="who" title={t('account.who.title')}>
      <div class="who">
        <Disc id={member.id} name={member.name} />
        <div>
          <p class="byline">
            <bdi class="name">{member.name}</bdi> <Badges author={member} />
          </p>
          <p class="aside">
            {isGuest
              ? t('account.who.guest')
              : t('account.who.since', { date: plainDay(member.createdAt, timeZone()) })}
          </p>
        </div>
        {!publisher && !changing && (
          <button ref={button} type="button" class="quiet" onClick={() => setChanging(true)}>
            {t('account.name.change')}
          </button>
        )}
      </div>
      {changing && <ChangeName account={account} onChange={onChange} onEnd={() => setChanging(false)} />}
      {!isGuest && (
        <dl class="known">
          <div>
            <dt>{t('account.mail.address')}</dt>
            <dd>{account.email === null ? t('account.who.noMail') : <span dir="ltr">{account.email}</span>}</dd>
          </div>
          {publisher && (
            <div>
              <dt>{t('account.name.label')}</dt>
              <dd>{t('account.who.named', { site: placeOf(publisher.site, site) })}</dd>
            </div>
          )}
          {account.roles.map(({ site: where, role }) => (
            <div key={where}>
              <dt>{t('account.who.role')}</dt>
              <dd>{t('account.who.roleOf', { role, place: placeOf(where, site) })}</dd>
            </div>
          ))}
        </dl>
      )}
    </Part>
  );
}

const timeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Another name, which all messages bear from then on. */
function ChangeName({ account, onChange, onEnd }: Props & { readonly onEnd: () => void }) {
  const { problem, run } = useAction();
  const [name, setName] = useState(account.member.name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const save = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      const changed = await callAsMe<MeAnswer>('/me', { method: 'PATCH', body: { name: name.trim() } });
      onChange({ ...account, ...changed });
      const kept = readStorage<Kept>('session');
      if (kept) become({ ...kept, member: changed.member });
      onEnd();
    });
  };
  return (
    <form class="step" onSubmit={save}>
      <label class="field">
        {t('account.name.label')}
        <input
          ref={field}
          name="name"
          required
          dir="auto"
          autocomplete="nickname"
          aria-describedby={problem ? 'name-problem' : 'name-about'}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <Problem id="name-problem">{problem}</Problem>
      <p class="aside" id="name-about">
        {t('account.name.about')}
      </p>
      <p class="choices">
        <button type="submit" class="main">
          {t('account.name.save')}
        </button>
        <button type="button" class="quiet" onClick={onEnd}>
          {t('account.cancel')}
        </button>
      </p>
    </form>
  );
}
