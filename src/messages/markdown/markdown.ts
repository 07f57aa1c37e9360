import MarkdownIt from 'markdown-it';
import { settleMarks } from '../../text/marks.js';
import { linkAddresses } from './addresses.js';
import { directEachBlock } from './direction.js';
import { keepFaces } from './faces.js';
import { boundLinks } from './links.js';
import { keepNumbers } from './numbers.js';
import { renderPlain } from './plain.js';
import { harmless } from './second-line.js';
import { keepSources } from './sources.js';
import { showTrueHosts } from './true-host.js';

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true, typographer: false, maxNesting: 20 });
// No pictures: a reader's page asks nobody else for anything.
markdown.disable(['image', 'table']);
// What language a piece of code is in is nobody's class name.
markdown.renderer.rules['fence'] = (tokens, index) =>
  `<pre><code>${markdown.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;
// A heading inside a message would break the outline of the article's page.
markdown.renderer.rules['heading_open'] = (tokens, index) =>
  `<p${tokens[index]?.attrGet('dir') ? ' dir="auto"' : ''}><strong>`;
markdown.renderer.rules['heading_close'] = () => '</strong></p>\n';

keepNumbers(markdown);
keepSources(markdown);
keepFaces(markdown);
linkAddresses(markdown);
boundLinks(markdown);
showTrueHosts(markdown);
directEachBlock(markdown);
// Last of all, so that what was written as an entity is settled as well.
markdown.core.ruler.push('settle_marks', ({ tokens }) => {
  for (const token of tokens)
    for (const text of [token, ...(token.children ?? [])]) text.content = settleMarks(text.content);
});

/**
 * Markdown (CommonMark without raw HTML, images and tables; addresses become links; a list counts, or is none) as safe HTML.
 * Rendered once, when it is written. Linear in the text, in code units, whatever is in it.
 */
export function render(text: string): string {
  const source = text.toWellFormed();
  return renderPlain(source) ?? renderAny(source);
}

/** The same by the renderer, whatever the text is. */
export const renderAny = (source: string): string => harmless(markdown.render(source));

/** The addresses that a text links to, as the renderer sees them. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a href="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}
