import sanitize from 'sanitize-html';
import { LINK, SCHEMES } from './links.js';

/** Everything that the renderer writes between two pieces of text. */
const MARKUP = new RegExp(
  `<(?:(/?)(p|strong|em|s|code|pre|blockquote|ul|ol|li|a)|(br|hr)|(p|li|blockquote) dir="auto"|(ol) start="\\d+"|(a) href="(?:https?:|mailto:)[^"<>]*" ${LINK})>|[^<>]+|(.)`,
  'gs',
);

/** What does not hold to it is taken apart and put together again by a library: only this leaves. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr'],
  allowedAttributes: {
    a: ['href', 'rel', 'target'],
    ol: ['start'],
    ...Object.fromEntries(['p', 'li', 'blockquote'].map((tag) => [tag, [{ name: 'dir', values: ['auto'] }]])),
  },
  allowedSchemes: SCHEMES,
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
};

/** The second line: what comes out is harmless whatever went in. */
export const harmless = (html: string): string => (isOurs(html) ? html : sanitize(html, ALLOWED));

/**
 * True where HTML is nothing but what the renderer writes, each element closed in its order. It costs a tenth of parsing it.
 */
function isOurs(html: string): boolean {
  const open: string[] = [];
  for (const [, closing, plain, , directed, list, link, stray] of html.matchAll(MARKUP)) {
    if (stray !== undefined) return false;
    const opened = directed ?? list ?? link ?? (closing === '' ? plain : undefined);
    if (opened !== undefined) open.push(opened);
    if (closing === '/' && open.pop() !== plain) return false;
  }
  return open.length === 0;
}
