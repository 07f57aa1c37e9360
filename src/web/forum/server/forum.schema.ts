import { z } from 'zod';
import { SORTS } from '../../../messages/messages.schema.js';
import { namedArticle } from '../../../threads/threads.schema.js';

const id = z.string().regex(/^[\w-]{1,64}$/);
/** A message in a link. Mail programs take the full stop after a link along: that is no such message, not a wrong request. */
const linked = z.string().max(512);

/** A language, as tags name it (BCP 47); one that there is not is as good as none. */
const lang = z.string().max(35).optional().catch(undefined);

/**
 * What a page of a thread can be asked to show. Links get decorated on their way through the world (`utm_…`, `fbclid`),
 * so that, unlike on the API, a field that is unknown is passed over.
 */
export const threadPageQuery = z.object({
  sort: z.enum(SORTS).optional().catch(undefined),
  cursor: z.string().max(512).optional(),
  /** One message with those above it; with `cursor`, further replies to it. */
  message: linked.optional(),
  /** The same, with the composer open under it. */
  reply: linked.optional(),
  /** Inside a publisher's page. */
  embedded: z.literal('1').optional().catch(undefined),
  lang,
  /** What became of a form that was just sent (form-key.ts): said for a moment, to the browser that sent it alone. */
  posted: z.string().max(64).optional().catch(undefined),
});
export type ThreadPageQuery = z.infer<typeof threadPageQuery>;

/** The thread of an article, inside its page. */
export const embedQuery = z.object({
  ...namedArticle.shape,
  /** Without it the page that the browser says the frame stands in: a tag without JavaScript knows no address. */
  url: namedArticle.shape.url.optional(),
  /** The address of that page, where `url` is a canonical link to another host, which the site may not know. */
  page: namedArticle.shape.url.optional(),
  /** The same as `key`. */
  'article-key': namedArticle.shape.key,
  sort: threadPageQuery.shape.sort,
  lang,
});
export type EmbedQuery = z.infer<typeof embedQuery>;

/** The composer as a plain form sends it. */
export const messageForm = z.object({
  text: z.string(),
  name: z.string().max(200),
  parentId: id.optional(),
  embedded: z.literal('1').optional(),
  lang,
  ...namedArticle.partial().shape,
});
export type MessageForm = z.infer<typeof messageForm>;
