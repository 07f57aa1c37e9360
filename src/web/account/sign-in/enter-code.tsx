import { useEffect, useRef, useState } from 'preact/hooks';
import type { SignedIn } from '../../../identity/ways/sign-in.schema.js';
import { t } from '../../../i18n/format.js';
import { call, type ApiError } from '../../forum/session/api.js';
import { rich } from '../../ui/rich.js';
import { useInitial } from '../initial.js';
import { Problem } from '../parts.js';
import { become } from '../session/session.js';
import { useAction } from '../session/use-action.js';
import { askForCode } from './ask-address.js';
import { forgetPending, type Pending } from './pending.js';

type Props = {
  readonly pending: Pending;
  /** What a link carried; it is tried at once. */
  readonly code: string | null;
  readonly onAgain: (pending: Pending) => void;
  readonly onStartOver: () => void;
};

/** The code that came, and of who is new here also a name: the forum asks for it once the code was right. */
export function EnterCode({ pending, code: linked, onAgain, onStartOver }: Props) {
  const { site } = useInitial();
  const { problem, run } = useAction();
  const [code, setCode] = useState(linked ?? '');
  const [name, setName] = useState('');
  const [needsName, setNeedsName] = useState(false);
  const [sent, setSent] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const verify = (code: string) =>
    run(async () => {
      setSent(false);
      const { email, request } = pending;
      const body = { email, request, code, ...(needsName ? { name } : {}) };
      const { token, member } = await call<SignedIn>('/sign-in/mail/verify', { body }).catch((error: ApiError) => {
        if (error.code !== 'invalid_request' || error.field !== 'name' || needsName) throw error;
        setNeedsName(true);
        return { token: null, member: null };
      });
      if (token === null) return;
      forgetPending();
      become({ token, member });
    });
  const send = (event: Event) => {
    event.preventDefault();
    void verify(code);
  };
  const sendAgain = () =>
    run(async () => {
      onAgain(await askForCode(site.id, pending.email));
      setCode('');
      setSent(true);
      field.current?.focus();
    });
  useEffect(() => {
    if (linked === null) return;
    setCode(linked);
    void verify(linked);
  }, [linked]);
  useEffect(() => field.current?.focus(), [needsName]);

  return (
    <form class="step" onSubmit={send}>
      <p role="status">
        {needsName
          ? t('account.mail.newHere')
          : rich(sent ? 'account.mail.sentAgain' : 'account.mail.sent', {
              email: <b dir="ltr">{pending.email}</b>,
            })}
      </p>
      {needsName ? (
        <label class="field">
          {t('account.name.label')}
          <input
            key="name"
            ref={field}
            name="name"
            required
            dir="auto"
            autocomplete="nickname"
            aria-describedby={problem ? 'code-problem' : undefined}
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
      ) : (
        <label class="field code">
          {t('account.mail.code')}
          <input
            key="code"
            ref={field}
            name="code"
            required
            dir="ltr"
            inputMode="numeric"
            autocomplete="one-time-code"
            aria-describedby={problem ? 'code-problem' : undefined}
            value={code}
            onInput={({ currentTarget }) => setCode(currentTarget.value)}
          />
        </label>
      )}
      <Problem id="code-problem">{problem}</Problem>
      <p class="choices">
        <button type="submit" class="main">
          {t(needsName ? 'account.name.take' : 'account.mail.signIn')}
        </button>
        {!needsName && (
          <button type="button" class="quiet" onClick={() => void sendAgain()}>
            {t('account.mail.again')}
          </button>
        )}
        <button type="button" class="quiet" onClick={onStartOver}>
          {t('account.mail.other')}
        </button>
      </p>
    </form>
  );
}
