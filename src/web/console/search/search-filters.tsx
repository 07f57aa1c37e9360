import { AGES, REASONS, type Search } from './search.js';

type Props = { readonly search: Search; readonly change: (search: Search) => void };

/** By whom, why and how old: what narrows a queue beside words. */
export function SearchFilters({ search, change }: Props) {
  return (
    <fieldset class="search-filters">
      <legend class="aside-voice">Narrow it down</legend>
      <label>
        <span>Author</span>
        <input
          value={search.author}
          autocomplete="off"
          onInput={(event) => change({ ...search, author: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>Reason</span>
        <select value={search.reason} onChange={(event) => change({ ...search, reason: event.currentTarget.value })}>
          <option value="">Any</option>
          {Object.entries(REASONS).map(([code, says]) => (
            <option value={code} key={code}>
              {says}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Age</span>
        <select value={search.age} onChange={(event) => change({ ...search, age: event.currentTarget.value })}>
          <option value="">Any</option>
          {Object.entries(AGES).map(([code, { says }]) => (
            <option value={code} key={code}>
              {says}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
