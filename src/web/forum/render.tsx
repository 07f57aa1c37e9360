import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Forum } from './forum.js';
import { begin, type Initial } from './state.js';
import { Store, StoreContext } from './store.js';

export type ForumPage = Initial & {
  readonly assets: { readonly script: string; readonly styles: readonly string[] };
  /** Structured data for search engines; only where the page stands alone. */
  readonly jsonLd?: object;
};

/** The whole page, the same bytes for every reader: complete without its script, which then takes it over. */
export function renderForum({ assets, jsonLd, ...initial }: ForumPage): string {
  const { thread, embedded, origin, context, form } = initial;
  const title = thread.title || thread.url;
  return `<!doctype html>${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{embedded ? 'User forum' : `${title} · User forum`}</title>
        <link rel="canonical" href={`${origin}/threads/${thread.id}`} />
        {(embedded || context || form) && <meta name="robots" content="noindex, follow" />}
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script type="module" src={assets.script} />
        {jsonLd && <Data type="application/ld+json">{jsonLd}</Data>}
      </head>
      <body class={embedded ? 'embedded' : 'alone'}>
        <div id="forum">
          <StoreContext.Provider value={new Store(begin(initial))}>
            <Forum />
          </StoreContext.Provider>
        </div>
        <Data type="application/json" id="initial">
          {initial}
        </Data>
      </body>
    </html>,
  )}`;
}

/** Data in the page. `<` is escaped, so that nothing a member wrote can end the element. */
function Data({ type, id, children }: { type: string; id?: string; children: object }): ComponentChildren {
  const json = JSON.stringify(children).replaceAll('<', '\\u003c');
  return <script type={type} id={id} dangerouslySetInnerHTML={{ __html: json }} />;
}
