import type { AccountAnswer } from '../../../identity/account/account.schema.js';
import { t } from '../../../i18n/format.js';
import { useInitial } from '../initial.js';
import { Part } from '../parts.js';
import { ByMail } from '../sign-in/by-mail.js';
import { Leaving } from './leaving.js';
import { Messages } from './messages.js';
import { Sanctions } from './sanctions.js';
import { Sessions } from './sessions.js';
import { TakeAlong } from './take-along.js';
import { Who } from './who.js';

type Props = {
  readonly account: AccountAnswer;
  /** What the link in a mail carried. */
  readonly code: string | null;
  readonly onChange: (account: AccountAnswer) => void;
  readonly onErased: () => void;
};

/** Everything that is one's own: who one is, where one is signed in, what one wrote, what was decided, and the way out. */
export function Own({ account, code, onChange, onErased }: Props) {
  const { ways } = useInitial();
  const isGuest = account.member.role === 'guest';
  return (
    <>
      <Who account={account} onChange={onChange} />
      {isGuest && ways.some(({ way }) => way === 'mail') && (
        <Part id="keep" title={t('account.keep.title')}>
          <p>{t('account.keep.text')}</p>
          <ByMail code={code} />
        </Part>
      )}
      <Sessions isGuest={isGuest} />
      <Messages />
      <Sanctions account={account} />
      <Part id="notices" title={t('account.notices.title')}>
        <p>{t('account.notices.text')}</p>
      </Part>
      <TakeAlong />
      <Leaving account={account} onErased={onErased} />
    </>
  );
}
