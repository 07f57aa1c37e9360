import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { attributesOf, elementsOf, type Element } from './html.js';

/** What stands in an element: its words, as somebody reads them, and its attributes. */
type Shown = { readonly words: string; readonly [attribute: string]: string };

/** What a part of a page shows at first, without a browser: what comes of its effects is for tests in one. */
export function drawn(part: VNode): { readonly words: string; readonly all: (what: string) => Shown[] } {
  const html = render(part);
  const elements = elementsOf(html);
  return {
    words: elements.length > 0 ? wordsOf(elements[0]!) : html,
    /** Every element of this name, or of this class where it begins with a dot. */
    all: (what) =>
      elements.filter((element) => is(element, what)).map((one) => ({ words: wordsOf(one), ...attributesOf(one) })),
  };
}

function is(element: Element, what: string): boolean {
  if (!what.startsWith('.')) return element.tagName === what;
  return (attributesOf(element)['class'] ?? '').split(' ').includes(what.slice(1));
}

function wordsOf(element: Element): string {
  const texts = (of: Element): string[] =>
    of.childNodes.flatMap((node) => {
      if ('value' in node) return [node.value];
      return 'tagName' in node ? texts(node) : [];
    });
  return texts(element).join('').replaceAll(/\s+/g, ' ').trim();
}
