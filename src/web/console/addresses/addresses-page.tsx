import { t } from '../../../i18n/format.js';
import { useEffect, useState } from 'preact/hooks';
import type { SitesAnswer } from '../../../moderation/addresses/addresses.schema.js';
import { ApiError } from '../api.js';
import type { Place } from '../route.js';
import type { ConsoleStore } from '../store/console-store.js';
import { SiteRules } from './site-rules.js';

type Props = { readonly store: ConsoleStore; readonly go: (place: Place) => void };
type Sites = SitesAnswer['sites'] | 'loading' | 'failed';

/** Which spellings of an address are one article: for the owners and admins of a site. */
export function AddressesPage({ store, go }: Props) {
  const [sites, take] = useState<Sites>('loading');
  const [chosen, choose] = useState<string | null>(null);
  const [changes, count] = useState(0);
  const read = async () => {
    try {
      take((await store.ports.api.sites()).sites);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      take('failed');
    }
  };
  useEffect(() => void read(), []);
  const known = Array.isArray(sites) ? sites : [];
  const site = known.find(({ id }) => id === chosen) ?? known[0];
  return (
    <main class="log subject addresses" aria-labelledby="addresses-title" tabIndex={0}>
      <button type="button" class="back" onClick={() => go({ page: 'menu' })}>
        ‹ {t('console.queues')}
      </button>
      <header class="log-head">
        <h1 id="addresses-title">{t('console.page.addresses')}</h1>
        <p>{t('console.addresses.about')}</p>
      </header>
      {sites === 'loading' && <p class="calm">{t('console.addresses.reading')}</p>}
      {sites === 'failed' && (
        <p class="calm">
          {t('console.addresses.failed')}{' '}
          <button type="button" class="small" onClick={() => void read()}>
            {t('console.tryAgain')}
          </button>
        </p>
      )}
      {Array.isArray(sites) && !site && <p class="calm">{t('console.addresses.none')}</p>}
      {known.length > 1 && (
        <fieldset class="find-kinds">
          <legend class="visually-hidden">{t('console.site')}</legend>
          {known.map(({ id, name }) => (
            <label key={id}>
              <input type="radio" name="site" checked={site?.id === id} onChange={() => choose(id)} />
              <bdi>{name}</bdi>
            </label>
          ))}
        </fieldset>
      )}
      {site && (
        <SiteRules
          key={`${site.id} ${site.revision} ${changes}`}
          {...{ site, store, go }}
          isMerging={changes > 0}
          again={() => void read().then(() => count(changes + 1))}
        />
      )}
    </main>
  );
}
