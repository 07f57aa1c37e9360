import type { ComponentChildren } from 'preact';

/** What a page of the demo must know about where it stands. */
export interface Place {
  /** Where browsers reach this server: `https://forum.example`. */
  readonly forum: string;
  /** Whether this very request came to that host; not so where somebody uses another name for the server. */
  readonly sameHost: boolean;
  /** Path and version of a file in `assets/`. */
  readonly asset: (name: string) => string;
}

/** The whole document: the newspaper's head, one page of it, its foot. */
export function Page(props: {
  readonly place: Place;
  readonly path: string;
  /** What the page is about; the newspaper's name is added for the window. */
  readonly headline: string;
  readonly about: string;
  readonly scripts?: readonly string[];
  readonly children: ComponentChildren;
}) {
  const { place, path } = props;
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${props.headline} · The Kelmouth Packet`}</title>
        <meta name="description" content={props.about} />
        <meta property="og:title" content={props.headline} />
        <link rel="canonical" href={`${place.forum}${path}`} />
        <link rel="icon" href={place.asset('packet.svg')} type="image/svg+xml" />
        {['newspaper.css', 'article.css', 'further-pages.css'].map((name) => (
          <link key={name} rel="stylesheet" href={place.asset(name)} />
        ))}
        {props.scripts?.map((src) => (
          <script key={src} async src={src} />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the article
        </a>
        <header class="masthead">
          <a class="name" href="/demo/articles">
            <span>The Kelmouth</span> Packet
          </a>
          <nav aria-label="Newspaper">
            <NavLink path={path} to="/demo/articles">
              Front page
            </NavLink>
            <NavLink path={path} to="/">
              The bridge
            </NavLink>
            <NavLink path={path} to="/demo/embed">
              Get this forum
            </NavLink>
          </nav>
        </header>
        <main id="content">{props.children}</main>
        <footer class="foot">
          <p>
            The Kelmouth Packet, its town and everybody in it are invented. The forum is real: this is a demonstration
            of Rejoinder. <a href="/demo/embed">Put it on your own page</a>, <a href="/console">moderate it</a>, or{' '}
            <a href="/api/docs">read what it speaks</a>.
          </p>
        </footer>
      </body>
    </html>
  );
}

function NavLink(props: { readonly path: string; readonly to: string; readonly children: ComponentChildren }) {
  return (
    <a href={props.to} aria-current={props.path === props.to ? 'page' : undefined}>
      {props.children}
    </a>
  );
}

/** A live count as a publisher writes it, in words instead of the bare number; what stands in it is read until it is known. */
export function Count(props: { readonly url: string; readonly children?: ComponentChildren }) {
  return (
    <span
      class="count"
      data-rejoinder-site="default"
      data-rejoinder-count={props.url}
      data-rejoinder-words="No messages|1 message|# messages"
    >
      {props.children}
    </span>
  );
}
