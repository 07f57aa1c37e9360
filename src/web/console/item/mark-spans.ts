import { trusted } from '../../ui/trusted.js';

/** Spans that are marked at most: each costs a look at every place of the text. */
const SPANS = 20;

/**
 * The message's own HTML (safe as it comes from the server) with the offending spans marked: the text where it stands,
 * and a link whose address holds it. Links open beside the console, tell the other side nothing and show where they lead.
 */
export function markSpans(html: string, spans: readonly string[]): string {
  const page = new DOMParser().parseFromString(trusted(html), 'text/html');
  const wanted = spans
    .map((span) => span.trim().toLowerCase())
    .filter((span) => span.length > 1)
    .slice(0, SPANS);
  for (const link of page.querySelectorAll('a[href]')) guardLink(link, wanted);
  for (const text of textsIn(page.body)) markIn(text, wanted);
  return page.body.innerHTML;
}

function guardLink(link: Element, wanted: readonly string[]): void {
  const address = link.getAttribute('href') ?? '';
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
  if (!link.textContent?.includes(address.replace(/^https?:\/\//, '').replace(/\/$/, ''))) {
    link.setAttribute('data-leads-to', address);
  }
  if (wanted.some((span) => address.toLowerCase().includes(span))) link.classList.add('marked');
}

function textsIn(root: Node): Text[] {
  const walker = root.ownerDocument!.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

function markIn(text: Text, spans: readonly string[]): void {
  if (text.parentElement?.closest('a.marked')) return;
  const pieces = piecesOf(text.data, spans);
  if (pieces.every(({ isMarked }) => !isMarked)) return;
  const page = text.ownerDocument;
  text.replaceWith(
    ...pieces.map(({ words, isMarked }) => {
      if (!isMarked) return page.createTextNode(words);
      const mark = page.createElement('mark');
      mark.textContent = words;
      return mark;
    }),
  );
}

/** A text in pieces, in order: where a span stands, whatever its capitals, and what is between. All of them in one search. */
export function piecesOf(
  text: string,
  spans: readonly string[],
): { readonly words: string; readonly isMarked: boolean }[] {
  if (spans.length === 0) return [{ words: text, isMarked: false }];
  // Of two that begin at one place the longer is marked.
  const any = spans
    .toSorted((a, b) => b.length - a.length)
    .map((span) => span.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|');
  // What is split at stands at every second place.
  return text
    .split(new RegExp(`(${any})`, 'iu'))
    .map((words, n) => ({ words, isMarked: n % 2 === 1 }))
    .filter(({ words }) => words !== '');
}
