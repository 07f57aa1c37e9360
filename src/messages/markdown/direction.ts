import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { runsRightToLeft } from '../../text/direction.js';

/**
 * Where a text has letters that run from right to left, each of its paragraphs, items and quotations takes its direction from its
 * own first letter. The first paragraph within another block leaves that to the block: a browser does not look through a
 * direction that is set within it.
 */
export function directEachBlock(markdown: MarkdownIt): void {
  markdown.core.ruler.push('direction', ({ tokens }: StateCore) => {
    if (!tokens.some(({ content, children }) => [content, ...wordsOf(children)].some(runsRightToLeft))) return;
    tokens.forEach((token, at) => {
      const within = /^(list_item|blockquote)_open$/.test(tokens[at - 1]?.type ?? '');
      if (/^(paragraph|heading|list_item|blockquote)_open$/.test(token.type) && !within) token.attrSet('dir', 'auto');
    });
  });
}

const wordsOf = (children: readonly Token[] | null): string[] => (children ?? []).map(({ content }) => content);
