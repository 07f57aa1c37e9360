import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { asHost, hostsShownIn } from '../../text/hosts.js';

/**
 * Characters that turn the order of what is read, and those that nobody sees and no language needs: what is within them is not
 * what is seen. Joiners, marks of direction and the forms of a heart are no such.
 */
const TURNED = /[\u202a-\u202e\u2066-\u2069]/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const NEEDED = /[\u034f\u061c\u200c-\u200f]|\p{Variation_Selector}|[\u{e0020}-\u{e007f}]/u;
const MAIL = /[^\s@<>()[\]]{1,64}@[^\s@<>()[\],;]{1,253}/g;

/** A link that shows one host, or mail address, and leads to another says where it leads. */
export function showTrueHosts(markdown: MarkdownIt): void {
  markdown.core.ruler.push('show_true_host', ({ tokens }: StateCore) => {
    for (const { children } of tokens) for (const link of linksIn(children ?? [])) mark(link);
  });
  markdown.renderer.rules['link_close'] = (tokens, index) => {
    const target: unknown = (tokens[index]?.meta as { trueTarget?: unknown } | null)?.trueTarget;
    return typeof target === 'string' ? ` (${markdown.utils.escapeHtml(target)})</a>` : '</a>';
  };
}

type Link = { readonly open: Token; readonly close: Token; readonly text: string };

function linksIn(children: readonly Token[]): Link[] {
  const links: Link[] = [];
  let open: Token | null = null;
  let text: string[] = [];
  for (const token of children) {
    if (token.type === 'link_open') [open, text] = [token, []];
    else if (token.type === 'link_close' && open) {
      links.push({ open, close: token, text: text.join('') });
      open = null;
    } else if (open) text.push(token.type.endsWith('break') ? ' ' : token.content);
  }
  return links;
}

function mark({ open, close, text }: Link): void {
  const href = String(open.attrGet('href') ?? '');
  const target = targetOf(href);
  if (target !== null && posesAsAnother(text, target, href)) close.meta = { trueTarget: target };
}

/** The host that a link leads to, or the mail address. */
function targetOf(href: string): string | null {
  try {
    const url = new URL(href);
    return url.protocol === 'mailto:' ? decodeURIComponent(url.pathname).toLowerCase() : url.hostname;
  } catch {
    return null;
  }
}

function posesAsAnother(text: string, target: string, href: string): boolean {
  if (TURNED.test(text) || (text.match(UNSEEN) ?? []).some((sign) => !NEEDED.test(sign))) return true;
  if (!/[.。．․｡]/.test(text)) return false;
  const host = bare(target.slice(target.lastIndexOf('@') + 1));
  const isMail = target.includes('@');
  if (isMail && (text.match(MAIL) ?? []).some((address) => !sameMail(address, target))) return true;
  return hostsShownIn(text).some((shown) => bare(asHost(shown) ?? '') !== host && !isFileOf(href, shown));
}

/** `www.` before a host is the same to whoever reads it. */
const bare = (host: string): string => host.replace(/^www\./, '').replace(/\.$/, '');

/** A full stop or a quotation mark beside it is the sentence’s. */
const sameMail = (shown: string, target: string): boolean =>
  target.split(',').includes(
    shown
      .toLowerCase()
      .replace(/^(mailto:|[^\p{L}\p{N}]+)/u, '')
      .replace(/[^\p{L}\p{N}]+$/u, ''),
  );

/** The name of the file that the link leads to is no host: `[point.md](https://…/point.md)`. */
function isFileOf(href: string, name: string): boolean {
  return (
    !href.startsWith('mailto:') &&
    new URL(href).pathname.toLowerCase().endsWith(`/${encodeURIComponent(name.toLowerCase())}`)
  );
}
