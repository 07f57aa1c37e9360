import type { ComponentChildren } from 'preact';
import type { PageAssets } from '../assets.js';
import { english } from '../../i18n/languages.js';
import { renderDocument, scriptsOf } from '../forum/server/render.js';

/**
 * The desk itself: the same bytes for everyone, signed in or not. Who is asking the script finds out by itself, because a
 * SameSite=Strict cookie does not come with a visit that began in somebody's mail program.
 */
export function deskPage(assets: PageAssets): string {
  return renderDocument(
    { title: 'Console · Rejoinder', styles: assets.styles, scripts: scriptsOf(assets, english()), noindex: true },
    <>
      <div id="console" />
      <noscript>
        <p class="calm whole">The console needs JavaScript.</p>
      </noscript>
    </>,
  );
}

/** What a one-time link opens: a button, because a mail scanner follows links but presses nothing. */
export function signInPage({ styles }: PageAssets, { name, token }: { name: string; token: string }): string {
  return renderDocument(
    { title: `Sign in as ${name} · Rejoinder`, styles, noindex: true },
    <Whole>
      <h1>
        Welcome, <bdi>{name}</bdi>
      </h1>
      <p>This link works once. The browser that uses it stays signed in for two weeks.</p>
      <form method="post" action="/console/session">
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="primary">
          Sign in as {name}
        </button>
      </form>
    </Whole>,
  );
}

export function usedLinkPage({ styles }: PageAssets): string {
  return renderDocument(
    { title: 'This link is used up · Rejoinder', styles, noindex: true },
    <Whole>
      <h1>This link is used up</h1>
      <p>A sign-in link works once, for a day. Whoever runs the forum makes a new one with:</p>
      <pre>npm run rejoinder -- staff link you@example.org</pre>
      <p>
        Signed in already in this browser? <a href="/console">Open the console</a>
      </p>
    </Whole>,
  );
}

function Whole({ children }: { children: ComponentChildren }) {
  return (
    <main class="whole">
      <p class="wordmark">
        Rejoinder <span>Console</span>
      </p>
      {children}
    </main>
  );
}
