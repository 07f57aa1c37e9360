import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Forum } from '../forum.js';
import { FORM_KEY_PATH } from './form-key.js';
import { begin, type Initial } from '../state/state.js';
import { language, t } from '../../../i18n/format.js';
import { inLanguage, languageOf, type SpokenLanguage } from '../../../i18n/languages.js';
import type { PageAssets } from '../../assets.js';
import { query } from '../session/api.js';
import { plain } from './json-ld.js';
import { Store, StoreContext } from '../state/store.js';

export type ForumPage = Initial & {
  readonly assets: PageAssets;
  readonly language: SpokenLanguage;
  /** Structured data for search engines; only where the page stands alone. */
  readonly jsonLd?: object;
  /** The site's name, for whoever shares the page. */
  readonly publisher?: string;
  /** The article's picture, for the same. */
  readonly image?: string | null;
};

/** The whole page, the same bytes for every reader who asks in one language: complete without its script, which then takes it over. */
export const renderForum = (page: ForumPage): string => inLanguage(page.language, () => draw(page));

function draw({ assets, language, jsonLd, publisher, image, ...initial }: ForumPage): string {
  const { thread, embedded, origin, context, form } = initial;
  const head = {
    title: embedded ? t('forum.title') : `${thread.title || thread.url} · ${t('forum.title')}`,
    canonical: `${origin}/threads/${thread.id}`,
    noindex: embedded || context !== undefined || form !== undefined,
    // What thanks for a form belongs to that form still.
    formKey: thread.state === 'open' && !form?.posted,
    shared: embedded ? undefined : { headline: thread.title || thread.url, about: aboutOf(initial), publisher, image },
    styles: assets.styles,
    scripts: scriptsOf(assets, language),
  };
  return renderDocument(
    head,
    <>
      <div id="forum" class={embedded ? 'embedded' : undefined}>
        <StoreContext.Provider value={new Store(begin(initial))}>
          <Forum />
        </StoreContext.Provider>
      </div>
      <nav class="account-link needs-script" aria-label={t('page.account')}>
        <a href={`/account${query({ site: thread.site, lang: language.code, embedded: embedded ? '1' : '' })}`}>
          {t('page.account')}
        </a>
      </nav>
      {jsonLd && <Data type="application/ld+json">{jsonLd}</Data>}
      <Data type="application/json" id="initial">
        {initial}
      </Data>
    </>,
  );
}

/** How many messages, and how what is shown begins: what stands under a link to the page. */
function aboutOf({ thread, page, context }: Initial): string {
  const shown = context?.message ?? page?.messages.find(({ author, state }) => author && state === 'published');
  const words = shown?.author ? plain(shown.html) : '';
  const begin = words.length > 160 ? `${words.slice(0, 160).replace(/\s+\S*$/, '')}…` : words;
  const n = thread.messageCount;
  return begin ? t('page.shared', { n, name: shown?.author?.name ?? '', words: begin }) : t('forum.messages', { n });
}

/** How a link to the page looks where it is shared (ogp.me). */
function Shared({ headline, about, publisher, image, url }: Sharing & { readonly url: string | undefined }) {
  const said = {
    title: headline,
    description: about,
    type: 'article',
    url,
    image,
    site_name: publisher,
    locale: language().locale.replace('-', '_'),
  };
  return (
    <>
      <meta name="description" content={about} />
      {Object.entries(said).map(
        ([name, content]) => content && <meta key={name} property={`og:${name}`} content={content} />,
      )}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

type Sharing = {
  readonly headline: string;
  readonly about: string;
  readonly publisher?: string | undefined;
  readonly image?: string | null | undefined;
};

export type DocumentHead = {
  readonly title: string;
  readonly styles: readonly string[];
  readonly scripts?: readonly string[];
  readonly canonical?: string;
  readonly noindex?: boolean;
  /** Seconds after which the browser asks again by itself. */
  readonly refresh?: number | undefined;
  readonly shared?: Sharing | undefined;
  /** It has a form that can be posted without its script. */
  readonly formKey?: boolean;
};

/** What a page's script speaks comes before it. */
export const scriptsOf = ({ script, texts }: PageAssets, { code }: SpokenLanguage): string[] =>
  [texts[code], script].filter((address) => address !== undefined);

/** An HTML document of ours, in the language that is spoken. */
export function renderDocument(
  { title, styles, scripts, canonical, noindex, refresh, shared, formKey }: DocumentHead,
  body: VNode,
): string {
  const spoken = languageOf(language().code);
  return `<!doctype html>${renderToString(
    <html lang={spoken.code} dir={spoken.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {canonical && <link rel="canonical" href={canonical} />}
        {shared && <Shared {...shared} url={canonical} />}
        {noindex && <meta name="robots" content="noindex, follow" />}
        {refresh && <meta http-equiv="refresh" content={String(refresh)} />}
        {styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {formKey && (
          <noscript>
            <link rel="stylesheet" href={FORM_KEY_PATH} />
          </noscript>
        )}
        {scripts?.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>{body}</body>
    </html>,
  )}`;
}

/** Data in the page. `<` is escaped, so that nothing a member wrote can end the element. */
export function Data({ type, id, children }: { type: string; id?: string; children: object }): ComponentChildren {
  const json = JSON.stringify(children).replaceAll('<', '\\u003c');
  return <script type={type} id={id} dangerouslySetInnerHTML={{ __html: json }} />;
}
