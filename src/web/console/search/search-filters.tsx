import { t } from '../../../i18n/format.js';
import { AGES, REASONS, type Search } from './search.js';

type Props = { readonly search: Search; readonly change: (search: Search) => void };

/** By whom, why and how old: what narrows a queue beside words. */
export function SearchFilters({ search, change }: Props) {
  return (
    <fieldset class="search-filters">
      <legend class="visually-hidden">{t('console.search.narrow')}</legend>
      <label>
        <span>{t('console.search.author')}</span>
        <input
          value={search.author}
          autocomplete="off"
          onInput={(event) => change({ ...search, author: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>{t('console.search.reason')}</span>
        <select value={search.reason} onChange={(event) => change({ ...search, reason: event.currentTarget.value })}>
          <option value="">{t('console.search.any')}</option>
          {Object.entries(REASONS).map(([code, says]) => (
            <option value={code} key={code}>
              {t(says)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('console.search.age')}</span>
        <select value={search.age} onChange={(event) => change({ ...search, age: event.currentTarget.value })}>
          <option value="">{t('console.search.any')}</option>
          {Object.entries(AGES).map(([code, { says }]) => (
            <option value={code} key={code}>
              {t(says)}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
