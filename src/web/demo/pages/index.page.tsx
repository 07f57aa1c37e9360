import { articles } from '../articles/articles.js';
import type { Article } from '../articles/article.js';
import { Count, Page, type Place } from './page.js';

/** The newspaper's front page: several headlines, each with the live count of its forum. */
export function IndexPage({ place }: { readonly place: Place }) {
  const [lead, ...others] = articles;
  return (
    <Page
      place={place}
      path="/demo/articles"
      headline="Front page"
      about="The front page of an invented newspaper, with live message counts beside its headlines."
      scripts={['/embed.js']}
    >
      <h1 class="visually-hidden">Front page</h1>
      <div class="front">
        <section class="first" aria-label="Lead story">
          {lead.picture && (
            <a href={lead.path} tabIndex={-1} aria-hidden="true">
              <img
                src={place.asset(lead.picture.file)}
                width={lead.picture.width}
                height={lead.picture.height}
                alt=""
              />
            </a>
          )}
          <Teaser place={place} article={lead} />
        </section>
        <section class="rest" aria-label="More stories">
          {others.map((article) => (
            <Teaser key={article.path} place={place} article={article} />
          ))}
        </section>
      </div>
    </Page>
  );
}

function Teaser({ place, article }: { readonly place: Place; readonly article: Article }) {
  return (
    <article class="teaser">
      <p class="section">{article.section}</p>
      <h2>
        <a href={article.path}>{article.headline}</a>
      </h2>
      <p>{article.standfirst}</p>
      <p class="byline">
        <span>
          By <b>{article.author}</b>
        </span>
        <a href={`${article.path}#forum`}>
          <Count url={`${place.forum}${article.path}`} />
          <span class="visually-hidden"> under “{article.headline}”</span>
        </a>
      </p>
    </article>
  );
}
