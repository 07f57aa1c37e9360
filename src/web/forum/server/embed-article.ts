import { ForumError } from '../../../errors/forum-error.js';
import type { EmbedQuery } from './forum.schema.js';

/** What the tag says of its article, with an address. */
export type EmbedArticle = Omit<EmbedQuery, 'page'> & { readonly url: string };

/**
 * Where a frame finds its forum whose tag knows no address, because it has no JavaScript: by the page that it stands in. A
 * redirect, so that one address shows one article.
 * @throws ForumError invalid_request
 */
export function addressOfFrame(query: EmbedQuery, referer: string | undefined): string {
  if (!referer) throw new ForumError('invalid_request', [{ path: 'url', code: 'missing', message: 'must be given' }]);
  const given = Object.entries({ ...query, url: referer }).filter(([, value]) => value !== undefined);
  return `/embed?${new URLSearchParams(given as [string, string][])}`;
}

/**
 * Shows the article that a tag means. A canonical link to a host that the site does not know is a copy's word on its
 * original: then the copy's own page is the article.
 * @throws ForumError whatever `show` throws
 */
export async function showArticle<Shown>(
  { page, ...article }: EmbedQuery & { readonly url: string },
  show: (article: EmbedArticle) => Promise<Shown>,
): Promise<Shown> {
  try {
    return await show(article);
  } catch (error) {
    if (page === undefined || !(error instanceof ForumError) || error.code !== 'host_not_allowed') throw error;
    return show({ ...article, url: page });
  }
}
