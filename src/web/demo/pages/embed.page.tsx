import type { ComponentChildren } from 'preact';
import { Page, type Place } from './page.js';

/** What a publisher pastes, with this server's own address in it, and what can be said in the tag. */
export function EmbedPage({ place }: { readonly place: Place }) {
  const forumTag = [
    `<script async src="${place.forum}/embed.js"></script>`,
    '<rejoinder-forum site="default"></rejoinder-forum>',
    `<noscript><iframe src="${place.forum}/embed?site=default"`,
    '  referrerpolicy="no-referrer-when-downgrade"',
    '  title="User forum" width="100%" height="800" style="border:0">',
    '</iframe></noscript>',
  ].join('\n');
  const countTag =
    '<span data-rejoinder-count="ARTICLE-ADDRESS"></span>\n<span data-rejoinder-key="YOUR-ID-FOR-IT"></span>';
  return (
    <Page
      place={place}
      path="/demo/embed"
      headline="Put this forum on your page"
      about="The one tag that puts a Rejoinder forum under an article."
      scripts={[place.asset('copy.js')]}
    >
      <div class="guide">
        <header>
          <p class="section">For publishers</p>
          <h1>Put this forum on your page</h1>
          <p class="standfirst">Paste this where the forum should stand. There is nothing else to do.</p>
        </header>
        <Snippet id="forum-tag" code={forumTag} what="the tag" />
        <p>
          The page’s own address says which forum it is: its <code>&lt;link rel="canonical"&gt;</code> if there is one.
          The last line is for readers without JavaScript: they read and post too. The forum takes the page’s font and
          follows it from light to dark. It loads when the reader comes near, in a frame of its own, so that no other
          script on the page can read what belongs to its members, and the article is never slower for it.
        </p>
        <p>
          Your pages’ host must be one that site <code>default</code> allows. Until its owner adds another, that is{' '}
          <code>localhost</code> alone.
        </p>

        <h2>What the tag can say</h2>
        <Options
          head={['Attribute', 'What it does', 'Unless set']}
          rows={[
            ['site', 'Which of this server’s sites the forum belongs to.', 'default'],
            ['url', 'The article’s address, where the page cannot know it.', 'canonical or own address'],
            ['article-key', 'Your own id for the article. With one, the forum stays when the address changes.', 'none'],
            ['signature', 'Your server’s word that address, key and title are yours.', 'none'],
            ['forum', 'Where this server is, if the script was bundled, inlined or imported.', 'where it came from'],
            ['title', 'The article’s headline, as moderators see it.', 'og:title, or the page’s title'],
            ['theme', 'light or dark; auto looks at the page around it.', 'auto'],
          ]}
        />
        <p>
          On a site with one long-lived page the forum follows the reader from article to article: by the address in the
          bar, and by the canonical link where that changes too. Change an attribute and it follows as well.{' '}
          <code>key</code> is another name for <code>article-key</code>, but frameworks keep that one for themselves.
          What is wrong with a tag is said in the browser’s console. The element says <code>rejoinder:ready</code> when
          its forum can be used and <code>rejoinder:count</code>, with <code>event.detail.count</code>, whenever the
          number of messages changes.
        </p>

        <h2>How it can look</h2>
        <Snippet
          id="style-tag"
          what="the style"
          code={
            'rejoinder-forum {\n  --rejoinder-font: Georgia, serif;\n  --rejoinder-accent: #1f4e79;\n  --rejoinder-background: #ffffff;\n  --rejoinder-radius: 4px;\n}'
          }
        />
        <p>
          Any colour that CSS knows, <code>oklch()</code> and <code>light-dark()</code> among them; the radius goes to
          24 px. What could not be read on its background is made darker or lighter until it can.
        </p>

        <h2>Counts beside headlines</h2>
        <Snippet id="count-tag" code={countTag} what="the count" />
        <p>
          On any page that has the script. Add <code>data-rejoinder-words="No messages|1 message|# messages"</code> to
          say it in words; and where there is no forum on the page, <code>data-rejoinder-site="default"</code> on the
          script or on the place. The <a href="/demo/articles">Packet’s front page</a> does both.
        </p>

        <h2>Your Content-Security-Policy</h2>
        <p>
          If your pages send one, let this server in: <code>script-src</code>, <code>frame-src</code> and, for counts,{' '}
          <code>connect-src</code> <code>{place.forum}</code>.
        </p>
      </div>
    </Page>
  );
}

function Snippet(props: { readonly id: string; readonly code: string; readonly what: string }) {
  return (
    <div class="snippet">
      <pre id={props.id} tabIndex={0} role="region" aria-label={`Code: ${props.what}`}>
        <code>{props.code}</code>
      </pre>
      <button type="button" data-copy={props.id} hidden>
        <span aria-live="polite">Copy</span>
        <span class="visually-hidden"> {props.what}</span>
      </button>
    </div>
  );
}

function Options(props: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly [string, string, string])[];
}) {
  return (
    <table class="options">
      <thead>
        <tr>
          {props.head.map((word) => (
            <th key={word} scope="col">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(([name, what, preset]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{what}</td>
            <Preset>{preset}</Preset>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Preset({ children }: { readonly children: ComponentChildren }) {
  return <td class="preset">{children}</td>;
}
