import { useState } from 'preact/hooks';
import type { MailAnswer } from '../../../identity/ways/mail/mail.schema.js';
import { t } from '../../../i18n/format.js';
import { serverTime } from '../../forum/session/server-time.js';
import { useInitial } from '../initial.js';
import { Problem } from '../parts.js';
import { callAsMe } from '../session/session.js';
import { useAction } from '../session/use-action.js';
import { keepPending, type Pending } from './pending.js';

/**
 * Has a code sent; as the guest that the reader may be, so that what the guest wrote stays theirs.
 * Raises ApiError: not_allowed, invalid_request, too_fast.
 */
export async function askForCode(site: string, email: string): Promise<Pending> {
  const body = { site, email };
  return keepPending(email, await callAsMe<MailAnswer>('/sign-in/mail', { body }), serverTime());
}

export function AskAddress({ onAsked }: { onAsked: (pending: Pending) => void }) {
  const { site } = useInitial();
  const { problem, run } = useAction();
  const [email, setEmail] = useState('');
  const send = (event: Event) => {
    event.preventDefault();
    void run(async () => onAsked(await askForCode(site.id, email.trim())));
  };
  return (
    <form class="step" onSubmit={send}>
      <label class="field">
        {t('account.mail.address')}
        <input
          type="email"
          name="email"
          required
          autocomplete="email"
          dir="ltr"
          aria-describedby={problem ? 'address-problem' : 'address-about'}
          value={email}
          onInput={({ currentTarget }) => setEmail(currentTarget.value)}
        />
      </label>
      <Problem id="address-problem">{problem}</Problem>
      <p class="aside" id="address-about">
        {t('account.mail.about')}
      </p>
      <p class="choices">
        <button type="submit" class="main">
          {t('account.mail.send')}
        </button>
      </p>
    </form>
  );
}
