import { articles } from '../articles/articles.js';
import type { Article } from '../articles/article.js';
import { Count, Page, type Place } from './page.js';

/** An article with the forum under it, by the tag that any publisher pastes. */
export function ArticlePage({ place, article }: { readonly place: Place; readonly article: Article }) {
  const url = `${place.forum}${article.path}`;
  return (
    <Page
      place={place}
      path={article.path}
      headline={article.headline}
      about={article.standfirst}
      scripts={['/embed.js']}
    >
      <article class={article.picture ? 'story lead' : 'story'}>
        <header>
          <p class="section">{article.section}</p>
          <h1>{article.headline}</h1>
          <p class="standfirst">{article.standfirst}</p>
          <p class="byline">
            <span>
              By <b>{article.author}</b>
            </span>
            <span>{article.minutes} min read</span>
            <a href="#forum">
              <Count url={url}>User forum</Count>
            </a>
          </p>
        </header>
        {article.picture && (
          <figure>
            <img
              src={place.asset(article.picture.file)}
              width={article.picture.width}
              height={article.picture.height}
              alt={article.picture.alt}
            />
            <figcaption>{article.picture.caption}</figcaption>
          </figure>
        )}
        <div class="text">{article.body()}</div>
      </article>
      <div class="below">
        <section id="forum" class="forum" aria-label="What readers say">
          <rejoinder-forum site="default" url={place.sameHost ? undefined : url} />
          <noscript>
            <iframe title="User forum" src={embedAddress(url, article.headline)} />
          </noscript>
        </section>
        <More place={place} but={article} />
      </div>
    </Page>
  );
}

function More({ place, but }: { readonly place: Place; readonly but: Article }) {
  return (
    <aside class="more" aria-labelledby="more">
      <h2 id="more">More from the Packet</h2>
      <ul>
        {articles
          .filter((article) => article !== but)
          .map((article) => (
            <li key={article.path}>
              <p class="section">{article.section}</p>
              <h3>
                <a href={article.path}>{article.headline}</a>
              </h3>
              <Count url={`${place.forum}${article.path}`} />
            </li>
          ))}
      </ul>
    </aside>
  );
}

function embedAddress(url: string, title: string): string {
  return `/embed?${new URLSearchParams({ site: 'default', url, title })}`;
}
