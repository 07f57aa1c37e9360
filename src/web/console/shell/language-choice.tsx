import { language, LANGUAGE_COOKIE, t } from '../../../i18n/format.js';

const YEAR_SECONDS = 31_536_000;

type Named = { readonly code: string; readonly name: string };

/** What there is to choose among, as the server said it with the page. */
const languages = (): readonly Named[] =>
  JSON.parse(document.getElementById('console')?.dataset['languages'] ?? '[]') as Named[];

/** In which language the console speaks: as the browser wants it, or as is chosen here, which the browser keeps. */
export function LanguageChoice() {
  return (
    <select
      class="language"
      aria-label={t('console.language')}
      value={language().code}
      onChange={({ currentTarget }) => {
        document.cookie = `${LANGUAGE_COOKIE}=${currentTarget.value}; Path=/console; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
        // The page comes in one language; one that its address names would count more.
        location.assign(location.pathname);
      }}
    >
      {languages().map(({ code, name }) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
