import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../i18n/format.js';
import type { PasskeysAnswer, PasskeyView } from '../../../identity/ways/passkey/passkey.schema.js';
import { timeText } from '../../ui/time.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { AuthenticatorError, hasPasskeys, makePasskey } from './authenticator.js';

type Props = { readonly store: ConsoleStore; readonly go: (place: Place) => void };

/** By which passkeys one signs in oneself. */
export function PasskeysPage({ store: given, go }: Props) {
  const store: ConsoleStore = given;
  const { api } = store.ports;
  const [passkeys, take] = useState<PasskeysAnswer['passkeys'] | 'loading' | 'failed'>('loading');
  const [said, say] = useState<string | null>(null);

  const read = async () => {
    try {
      take((await api.passkeys()).passkeys);
    } catch (error) {
      store.complain(error);
      take('failed');
    }
  };
  useEffect(() => void read(), []);

  /** One thing at a time, and what came of it is said beneath. */
  const doing = async (work: () => Promise<PasskeysAnswer>, done: string): Promise<boolean> => {
    say(null);
    try {
      take((await work()).passkeys);
      say(done);
      return true;
    } catch (error) {
      if (!(error instanceof AuthenticatorError)) store.complain(error);
      say(error.message);
      return false;
    }
  };

  return (
    <main class="log subject settings" aria-labelledby="passkeys-title" tabIndex={0}>
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="passkeys-title">{t('console.passkeys.label')}</h1>
        <p>{t('console.passkeys.about')}</p>
      </header>
      {passkeys === 'loading' && <p class="calm">{t('console.passkeys.reading')}</p>}
      {passkeys === 'failed' && (
        <p class="calm">
          {t('console.passkeys.failed')}{' '}
          <button type="button" class="small" onClick={() => void read()}>
            {t('console.tryAgain')}
          </button>
        </p>
      )}
      {typeof passkeys !== 'string' && (
        <>
          {passkeys.length === 0 && <p>{t('console.passkeys.none')}</p>}
          <ul class="passkeys">
            {passkeys.map((passkey) => (
              <Line
                key={passkey.id}
                of={passkey}
                remove={({ id, name }) =>
                  void doing(() => api.removePasskey(id), t('console.passkeys.removed', { name }))
                }
              />
            ))}
          </ul>
          {hasPasskeys() ? (
            <Add
              add={(name) =>
                doing(
                  async () => api.addPasskey({ name, response: await makePasskey(await api.passkeyToMake()) }),
                  t('console.passkeys.added', { name }),
                )
              }
            />
          ) : (
            <p class="quiet">{t('console.passkeys.notHere')}</p>
          )}
          <p class="passkeys-said" role="status">
            {said}
          </p>
        </>
      )}
    </main>
  );
}

type LineProps = {
  readonly of: PasskeyView;
  readonly remove: (passkey: PasskeyView) => void;
};

function Line({ of, remove }: LineProps) {
  const { name, device, createdAt, usedAt } = of;
  const used = usedAt === null ? t('console.passkeys.unused') : t('console.passkeys.used', { time: timeOf(usedAt) });
  return (
    <li>
      <span>
        <bdi>{name}</bdi>
        <span class="quiet">
          {[device, t('console.passkeys.made', { time: timeOf(createdAt) }), used].filter(Boolean).join(' · ')}
        </span>
      </span>
      <button
        type="button"
        class="small"
        aria-label={t('console.passkeys.removeThis', { name })}
        onClick={() => remove(of)}
      >
        {t('console.passkeys.remove')}
      </button>
    </li>
  );
}

function Add({ add }: { readonly add: (name: string) => Promise<boolean> }) {
  const [name, call] = useState('');
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    if (await add(name.trim())) call('');
    setBusy(false);
  };
  return (
    <form
      class="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="field">
        <span>{t('console.passkeys.name')}</span>
        <input
          required
          maxLength={60}
          pattern=".*\S.*"
          autocomplete="off"
          aria-describedby="passkey-name-hint"
          value={name}
          onInput={({ currentTarget }) => call(currentTarget.value)}
        />
      </label>
      <p class="quiet" id="passkey-name-hint">
        {t('console.passkeys.nameHint')}
      </p>
      <div class="dialog-buttons">
        <button type="submit" disabled={isBusy}>
          {t('console.passkeys.add')}
        </button>
      </div>
    </form>
  );
}

const timeOf = (iso: string): string => timeText(iso, { dateStyle: 'medium', timeStyle: 'short' });
