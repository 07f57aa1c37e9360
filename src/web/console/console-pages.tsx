import type { ComponentChildren } from 'preact';
import { t } from '../../i18n/format.js';
import { LANGUAGES, type SpokenLanguage } from '../../i18n/languages.js';
import type { PageAssets } from '../assets.js';
import { renderDocument, scriptsOf } from '../forum/server/render.js';
import { rich } from '../ui/rich.js';

/**
 * The desk itself: the same for everyone, signed in or not. Who is asking the script finds out by itself, because a
 * SameSite=Strict cookie does not come with a visit that began in somebody's mail program.
 */
export function deskPage(assets: PageAssets, language: SpokenLanguage): string {
  const languages = LANGUAGES.map(({ code, name }) => ({ code, name }));
  return renderDocument(
    { title: t('console.title'), styles: assets.styles, scripts: scriptsOf(assets, language), noindex: true },
    <>
      <div id="console" data-languages={JSON.stringify(languages)} />
      <noscript>
        <p class="calm whole">{t('console.needsScript')}</p>
      </noscript>
    </>,
  );
}

/** What a one-time link opens: a button, because a mail scanner follows links but presses nothing. */
export function signInPage({ styles }: PageAssets, { name, token }: { name: string; token: string }): string {
  return renderDocument(
    { title: t('console.signIn.title', { name }), styles, noindex: true },
    <Whole>
      <h1>{rich('console.signIn.welcome', { name: <bdi>{name}</bdi> })}</h1>
      <p>{t('console.signIn.once')}</p>
      <form method="post" action="/console/session">
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="primary">
          {t('console.signIn.button', { name })}
        </button>
      </form>
    </Whole>,
  );
}

export function usedLinkPage({ styles }: PageAssets): string {
  return renderDocument(
    { title: t('console.usedLink.title'), styles, noindex: true },
    <Whole>
      <h1>{t('console.usedLink.heading')}</h1>
      <p>{t('console.usedLink.how')}</p>
      <pre>npm run rejoinder -- staff link you@example.org</pre>
      <p>{rich('console.usedLink.already', { open: <a href="/console">{t('console.usedLink.open')}</a> })}</p>
    </Whole>,
  );
}

function Whole({ children }: { children: ComponentChildren }) {
  return (
    <main class="whole">
      <p class="wordmark">
        Rejoinder <span>{t('console.name')}</span>
      </p>
      {children}
    </main>
  );
}
