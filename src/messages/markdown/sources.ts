import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/**
 * `[1]: https://…` is where something was read. Where a link of the text is made of it, it has done its work; where none is, or
 * the link is only its number, it stays to be seen as it was written.
 */
export function keepSources(markdown: MarkdownIt): void {
  markdown.core.ruler.before('strip_references', 'show_sources', (state: StateCore) => {
    if (!state.tokens.some(isDefinition)) return;
    const lines = state.src.split('\n');
    state.tokens = state.tokens.flatMap((token) => (isDefinition(token) ? asParagraph(state, token, lines) : [token]));
  });
  markdown.core.ruler.after('inline', 'hide_used_sources', (state: StateCore) => {
    if (!state.tokens.some(({ meta }) => labelOf(meta) !== undefined)) return;
    const used = new Set<string>();
    const footnotes = new Set<string>();
    for (const { children, meta } of state.tokens) {
      for (const [at, child] of (labelOf(meta) === undefined && children ? children : []).entries()) {
        const label = child.type === 'link_open' ? labelOf(child.meta) : undefined;
        if (label === undefined) continue;
        (bracketed(children ?? [], at, label) ? footnotes : used).add(label);
      }
    }
    state.tokens = state.tokens.filter(({ meta }) => {
      const label = labelOf(meta);
      return label === undefined || !used.has(label) || footnotes.has(label);
    });
  });
}

const isDefinition = ({ type }: Token): boolean => type === 'reference_definition';
const labelOf = (meta: unknown): string | undefined => (meta as { readonly label?: string } | null)?.label;

function asParagraph({ Token: Kind }: StateCore, { map, meta }: Token, lines: readonly string[]): Token[] {
  const [from = 0, to = 0] = map ?? [];
  const written = lines.slice(from, to).map((line) => line.replace(/^[\s>]+/, ''));
  const first = written[0] ?? '';
  const content = [first.slice(Math.max(0, first.indexOf('['))), ...written.slice(1)].join('\n').trimEnd();
  const tokens = [new Kind('paragraph_open', 'p', 1), new Kind('inline', '', 0), new Kind('paragraph_close', 'p', -1)];
  for (const token of tokens) {
    token.block = true;
    token.map = map;
    token.meta = meta;
  }
  // It would otherwise be a link to itself.
  Object.assign(tokens[1] ?? {}, { content: `\\${content}`, children: [] });
  return tokens;
}

/** What stands behind a sentence to say where it comes from: a number, a star, `^note`. */
const FOOTNOTE = /^(\d{1,4}|[*†‡]{1,3}|\^[^\s\]]{1,32})$/;

/** True for a link that is no more than the sign of a footnote; that keeps its brackets: `[1]`. */
function bracketed(children: readonly Token[], at: number, label: string): boolean {
  const [words, close] = children.slice(at + 1, at + 3);
  if (!FOOTNOTE.test(label) || words?.type !== 'text' || close?.type !== 'link_close') return false;
  if (words.content.trim().toLowerCase() !== label.toLowerCase()) return false;
  words.content = `[${words.content}]`;
  return true;
}
