import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { isBlank } from '../../text/characters.js';
import { hasUsableHost } from '../../text/hosts.js';

/** The only schemes a link may have. */
export const SCHEMES = ['http', 'https', 'mailto'];
/** Links lead out of the forum, into a tab of their own, and lend nobody our good name. */
export const LINK = 'rel="nofollow ugc noopener noreferrer" target="_blank"';
/** Links of one message. Further ones stay their words: a message of nothing but links would weigh twenty times what was written. */
const MOST_LINKS = 50;

/** What a link may be: an address with a scheme of ours, something to see, and not the fifty-first. */
export function boundLinks(markdown: MarkdownIt): void {
  const { normalizeLink, normalizeLinkText } = markdown;
  markdown.normalizeLink = (url) => (hasUsableHost(url) ? normalizeLink.call(markdown, url) : url);
  markdown.normalizeLinkText = (url) => (hasUsableHost(url) ? normalizeLinkText.call(markdown, url) : url);
  markdown.validateLink = (url) => {
    const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
    return scheme !== undefined && SCHEMES.includes(scheme) && hasUsableHost(url) && isAddress(url);
  };
  markdown.core.ruler.push('bound_links', ({ tokens, Token: Kind }: StateCore) => {
    let links = 0;
    for (const token of tokens) {
      if (!token.children?.some(({ type }) => type === 'link_open')) continue;
      token.children = bounded(token.children, Kind, () => (links += 1) <= MOST_LINKS);
    }
  });
  markdown.renderer.rules['link_open'] = (tokens, index) =>
    `<a href="${markdown.utils.escapeHtml(String(tokens[index]?.attrGet('href') ?? ''))}" ${LINK}>`;
}

/** `URL.canParse` would do, but on Node 20, once it is called often, it takes a string of Latin letters for UTF-8 and says no. */
function isAddress(url: string): boolean {
  try {
    return Boolean(new URL(url));
  } catch {
    return false;
  }
}

function bounded(children: readonly Token[], Kind: StateCore['Token'], isAllowed: () => boolean): Token[] {
  const out: Token[] = [];
  let begins = -1;
  let plain: readonly [before: string, after: string] | null = null;
  for (const token of children) {
    if (token.type === 'link_open') {
      begins = out.length + 1;
      const leads = String(token.attrGet('href') ?? '') !== '';
      plain = leads ? (isAllowed() ? null : ['', '']) : ['[', ']()'];
      if (plain) asText(token, plain[0]);
    } else if (token.type === 'link_close') {
      const words = out.slice(begins).map(({ content }) => content);
      if (plain) asText(token, plain[1]);
      // A link that nobody sees would lead somewhere all the same.
      else if (isBlank(words.join(''))) out.push(textOf(Kind, String(out[begins - 1]?.attrGet('href') ?? '')));
    }
    out.push(token);
  }
  return out;
}

function asText(token: Token, content: string): void {
  token.type = 'text';
  token.content = content;
}

function textOf(Kind: StateCore['Token'], content: string): Token {
  const token = new Kind('text', '', 0);
  token.content = content;
  return token;
}
