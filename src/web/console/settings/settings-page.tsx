import { t } from '../../../i18n/format.js';
import { useEffect, useState } from 'preact/hooks';
import type { SitesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import { ApiError } from '../api.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { NotRead } from './not-read.js';
import { SsoSetup } from './sso-setup.js';
import { PlaceSettings } from './place-settings.js';

type Props = { readonly store: ConsoleStore; readonly go: (place: Place) => void };
type Sites = SitesAnswer['sites'];

/** What is set for a site, or for a section of it: for its owners and admins. */
export function SettingsPage({ store: given, go }: Props) {
  const store: ConsoleStore = given;
  const { api } = store.ports;
  const [sites, takeSites] = useState<Sites | 'loading' | 'failed'>('loading');
  const [chosen, choose] = useState<string | null>(null);
  const [section, within] = useState('');
  const all = typeof sites === 'string' ? [] : sites;
  const site = all.find(({ id }) => id === chosen) ?? all[0];

  const read = async () => {
    try {
      takeSites((await api.sites()).sites);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      takeSites('failed');
    }
  };
  useEffect(() => void read(), []);

  return (
    <main class="log subject settings" aria-labelledby="settings-title" tabIndex={0}>
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="settings-title">{t('console.settings.label')}</h1>
        <p>{t('console.settings.about')}</p>
      </header>
      {all.length > 1 && (
        <fieldset class="find-kinds">
          <legend class="visually-hidden">{t('console.site')}</legend>
          {all.map(({ id, name }) => (
            <label key={id}>
              <input type="radio" name="site" checked={site?.id === id} onChange={() => choose(id)} />
              <bdi>{name}</bdi>
            </label>
          ))}
        </fieldset>
      )}
      {sites === 'loading' && <p class="calm">{t('console.settings.reading')}</p>}
      {sites === 'failed' && <NotRead again={() => void read()} />}
      {typeof sites !== 'string' && !site && <p class="calm">{t('console.settings.none')}</p>}
      {site && (
        <>
          <label class="field">
            <span>{t('console.settings.section')}</span>
            <input
              placeholder="/sport"
              autocomplete="off"
              spellcheck={false}
              onChange={({ currentTarget }) => within(currentTarget.value.trim())}
            />
          </label>
          <PlaceSettings store={store} siteId={site.id} of={section ? { section } : {}} />
          <SsoSetup key={site.id} store={store} siteId={site.id} />
        </>
      )}
    </main>
  );
}
