/**
 * The message's own HTML (safe as it comes from the server) with the offending spans marked: the text where it stands,
 * and a link whose address holds it. Links open beside the console, tell the other side nothing and show where they lead.
 */
export function markSpans(html: string, spans: readonly string[]): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const wanted = spans.map((span) => span.trim().toLowerCase()).filter((span) => span.length > 1);
  for (const link of page.querySelectorAll('a[href]')) guardLink(link, wanted);
  for (const span of wanted) for (const text of textsIn(page.body)) markIn(text, span);
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

function markIn(text: Text, span: string): void {
  if (text.parentElement?.closest('mark, a.marked')) return;
  const hit = new RegExp(span.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'iu').exec(text.data);
  if (!hit) return;
  const found = text.splitText(hit.index);
  const rest = found.splitText(hit[0].length);
  const mark = text.ownerDocument.createElement('mark');
  found.replaceWith(mark);
  mark.append(found);
  markIn(rest, span);
}
