import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';
import { settleMarks } from '../text/marks.js';

/** The only schemes a link may have. */
const SCHEMES = ['http', 'https', 'mailto'];

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: 20 });
// No pictures: a reader's page asks nobody else for anything.
markdown.disable(['image', 'table']);
markdown.validateLink = (url) => {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return scheme !== undefined && SCHEMES.includes(scheme) && URL.canParse(url);
};
markdown.linkify.set({ fuzzyEmail: false, fuzzyLink: true, fuzzyIP: false });
// Every address has one of these. The library's own search costs half of the rendering, and most that people write has none.
const ADDRESS = /:|\/\/|\.[^\s.]|localhost/i;
const search = markdown.linkify.test.bind(markdown.linkify);
markdown.linkify.test = (text) => ADDRESS.test(text) && search(text);
// Links lead out of the forum, into a tab of their own, and lend nobody our good name.
const LINK = 'rel="nofollow ugc noopener noreferrer" target="_blank"';
markdown.renderer.rules['link_open'] = (tokens, index) =>
  `<a href="${markdown.utils.escapeHtml(String(tokens[index]?.attrGet('href') ?? ''))}" ${LINK}>`;
// What language a piece of code is in is nobody's class name.
markdown.renderer.rules['fence'] = (tokens, index) =>
  `<pre><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;
// A heading inside a message would break the outline of the article's page.
markdown.renderer.rules['heading_open'] = () => '<p><strong>';
markdown.renderer.rules['heading_close'] = () => '</strong></p>\n';

/** Links of one message. Further ones stay their words: a message of nothing but links would weigh twenty times what was written. */
const MOST_LINKS = 50;
markdown.core.ruler.push('most_links', (state) => {
  let links = 0;
  for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type === 'link_open') links += 1;
    if (links <= MOST_LINKS || !token.type.startsWith('link_')) continue;
    token.type = 'text';
    token.content = '';
  }
});

/** A link that names one host in its text and leads to another shows where it leads. */
markdown.core.ruler.push('show_true_host', (state) => {
  for (const { children } of state.tokens) {
    if (!children) continue;
    for (let index = 0; index < children.length; index += 1) {
      const open = children[index];
      if (open?.type !== 'link_open' || open.markup !== '') continue;
      const close = children.findIndex((token, at) => at > index && token.type === 'link_close');
      const href = String(open.attrGet('href') ?? '');
      const text = children
        .slice(index + 1, close)
        .map((token) => token.content)
        .join('');
      const end = children[close];
      if (end && URL.canParse(href) && posesAsAnother(text, new URL(href).hostname)) {
        end.meta = { trueHost: new URL(href).hostname };
      }
    }
  }
});
markdown.renderer.rules['link_close'] = (tokens, index) => {
  const host: unknown = (tokens[index]?.meta as { trueHost?: unknown } | null)?.trueHost;
  return typeof host === 'string' ? ` (${markdown.utils.escapeHtml(host)})</a>` : '</a>';
};

function posesAsAnother(text: string, host: string): boolean {
  if (/[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u.test(text)) return true;
  // Compatibility forms are the letters and dots that they look like (full width, U+2024, …).
  const named = /(?:[\p{L}\p{N}-]+[.。])+\p{L}{2,}/u.exec(text.normalize('NFKC'))?.[0];
  return named !== undefined && named.toLowerCase() !== host;
}

/** Everything that the renderer above writes between two pieces of text. */
const MARKUP = new RegExp(
  `<(?:(/?)(p|strong|em|s|code|pre|blockquote|ul|ol|li|a)|(br|hr)|(ol) start="\\d+"|(a) href="(?:https?:|mailto:)[^"<>]*" ${LINK})>|[^<>]+|(.)`,
  'gs',
);

/**
 * The second line: true where HTML is nothing but that, each element closed in its order. It asks what came out, whatever
 * went in, and costs a tenth of parsing it.
 */
function isOurs(html: string): boolean {
  const open: string[] = [];
  for (const [, closing, plain, , list, link, stray] of html.matchAll(MARKUP)) {
    if (stray !== undefined) return false;
    const opened = list ?? link ?? (closing === '' ? plain : undefined);
    if (opened !== undefined) open.push(opened);
    if (closing === '/' && open.pop() !== plain) return false;
  }
  return open.length === 0;
}

/** What does not hold to it is taken apart and put together again by a library: only this leaves. */
const ALLOWED: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr'],
  allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'] },
  allowedSchemes: SCHEMES,
  allowProtocolRelative: false,
  disallowedTagsMode: 'escape',
};

/**
 * Most of what people write is one paragraph without any markup: it needs no rendering. Four spaces or a number in front would
 * be some, and so are a dot before a letter (an address) and a dash that stands by itself.
 */
const PLAIN =
  /^(?! {4}| *\d+[.)])(?:[\p{L}\p{N} ,;?!…“”‚‘’„–—%€$£'()]|\.(?![\p{L}\p{N}])|(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}]))*$/u;

/**
 * Markdown (CommonMark without raw HTML, images and tables; bare addresses become links) as safe HTML.
 * Rendered once, when it is written.
 */
export function render(text: string): string {
  const source = settleMarks(text.toWellFormed());
  if (PLAIN.test(source)) return `<p>${source.trim()}</p>\n`;
  const html = markdown.render(source);
  return isOurs(html) ? html : sanitize(html, ALLOWED);
}

/** The addresses that a text links to, as the renderer sees them. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a href="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}
