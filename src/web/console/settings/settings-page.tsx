import { t } from '../../../i18n/format.js';
import { useEffect, useState } from 'preact/hooks';
import type { SitesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import type { SettingsAnswer } from '../../../moderation/settings/settings.schema.js';
import { ApiError } from '../api.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { SettingsForm, type Change } from './settings-form.js';

type Props = { readonly store: ConsoleStore; readonly go: (place: Place) => void };
type Sites = SitesAnswer['sites'];
type Known = SettingsAnswer | 'loading' | 'failed' | 'none';

/** What is set for a site, or for a section of it: for its owners and admins. The form is made of what the server says can be set. */
export function SettingsPage({ store: given, go }: Props) {
  const store: ConsoleStore = given;
  const { api } = store.ports;
  const [sites, takeSites] = useState<Sites>([]);
  const [chosen, choose] = useState<string | null>(null);
  const [section, within] = useState('');
  const [settings, take] = useState<Known>('loading');
  const site = sites.find(({ id }) => id === chosen) ?? sites[0];

  /** @param isLast whether nothing else was asked for meanwhile */
  const read = async (isLast = () => true) => {
    try {
      const known = sites.length > 0 ? sites : (await api.sites()).sites;
      takeSites(known);
      const one = known.find(({ id }) => id === chosen) ?? known[0];
      const answer = one ? await api.settings(one.id, section || null) : 'none';
      if (isLast()) take(answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isLast()) take('failed');
    }
  };
  useEffect(() => {
    let isHere = true;
    void read(() => isHere);
    return () => {
      isHere = false;
    };
  }, [chosen, section]);

  const save = async (change: Change) => {
    if (!site || typeof settings === 'string') return;
    try {
      take(await api.changeSettings(site.id, section || null, { ...change, revision: settings.revision }));
      store.say({ tone: 'plain', text: t('console.act.settingsChanged') });
    } catch (error) {
      store.complain(error, (why) => t('console.settings.notChanged', { why }));
      // Somebody was first: what they set is shown.
      if (error instanceof ApiError && error.code === 'conflict') await read();
    }
  };

  return (
    <main class="log subject settings" aria-labelledby="settings-title" tabIndex={0}>
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="settings-title">{t('console.settings.label')}</h1>
        <p>{t('console.settings.about')}</p>
      </header>
      {sites.length > 1 && (
        <fieldset class="find-kinds">
          <legend class="aside-voice">{t('console.site')}</legend>
          {sites.map(({ id, name }) => (
            <label key={id}>
              <input type="radio" name="site" checked={site?.id === id} onChange={() => choose(id)} />
              <bdi>{name}</bdi>
            </label>
          ))}
        </fieldset>
      )}
      {settings === 'loading' && <p class="calm">{t('console.settings.reading')}</p>}
      {settings === 'none' && <p class="calm">{t('console.settings.none')}</p>}
      {settings === 'failed' && (
        <p class="calm">
          {t('console.settings.failed')}{' '}
          <button type="button" class="small" onClick={() => void read()}>
            {t('console.tryAgain')}
          </button>
        </p>
      )}
      {typeof settings !== 'string' && (
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
          <SettingsForm key={`${site?.id} ${section} ${settings.revision}`} of={settings} save={save} />
        </>
      )}
    </main>
  );
}
