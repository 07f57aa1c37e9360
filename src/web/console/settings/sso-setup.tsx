import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../i18n/format.js';
import type { SsoSetup as Setup } from '../../../identity/ways/sso/sso.schema.js';
import { ApiError } from '../api.js';
import type { ConsoleStore } from '../store/console-store.js';
import { NotRead } from './not-read.js';
import { SsoCheck } from './sso-check.js';

type Props = { readonly store: ConsoleStore; readonly siteId: string };

/** What it takes to sign a site's own readers in; asked for once somebody opens it. */
export function SsoSetup(props: Props) {
  const [isOpen, open] = useState(false);
  return (
    <details class="place-settings" onToggle={({ currentTarget }) => open(currentTarget.open)}>
      <summary>{t('console.sso.label')}</summary>
      {isOpen && <Opened key={props.siteId} {...props} />}
    </details>
  );
}

function Opened({ store: given, siteId }: Props) {
  const store: ConsoleStore = given;
  const [setup, take] = useState<Setup | 'loading' | 'failed'>('loading');
  const read = async () => {
    try {
      take(await store.ports.api.sso(siteId));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      take('failed');
    }
  };
  useEffect(() => void read(), []);

  if (setup === 'loading') return <p class="calm">{t('console.settings.reading')}</p>;
  if (setup === 'failed') return <NotRead again={() => void read()} />;
  return (
    <div class="sso">
      <p>{t('console.sso.about', { life: setup.life, skew: setup.skew })}</p>
      {!setup.on && <p class="quiet">{t('console.sso.off')}</p>}
      {!setup.hasSecret && setup.algorithms.includes('HS256') && (
        <p class="quiet">
          {t('console.sso.noSecret')} <code>rejoinder site secret {siteId}</code>
        </p>
      )}
      <dl>
        <dt>iss</dt>
        <dd>
          <code>{setup.issuers.join(', ')}</code>
        </dd>
        <dt>aud</dt>
        <dd>
          <code>{setup.audience}</code>
        </dd>
        <dt>alg</dt>
        <dd>
          <code>{setup.algorithms.join(', ')}</code>
        </dd>
      </dl>
      <Snippets of={setup.snippets} />
      <SsoCheck store={store} siteId={siteId} />
    </div>
  );
}

function Snippets({ of }: { readonly of: Setup['snippets'] }) {
  const [chosen, choose] = useState(0);
  return (
    <>
      <fieldset class="find-kinds">
        <legend class="visually-hidden">{t('console.sso.language')}</legend>
        {of.map(({ language }, index) => (
          <label key={language}>
            <input type="radio" name="snippet" checked={index === chosen} onChange={() => choose(index)} />
            {language}
          </label>
        ))}
      </fieldset>
      <pre tabIndex={0} aria-label={t('console.sso.snippet', { language: of[chosen]?.language ?? '' })}>
        {of[chosen]?.code}
      </pre>
    </>
  );
}
