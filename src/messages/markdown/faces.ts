import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';

/**
 * What people draw with signs, and what they reckon, stays as it was written where Markdown would take a sign of it away:
 * `¯\_(ツ)_/¯`, `\(^o^)/`, `^_^`, `>:(`, `2*3*4`.
 */
export function keepFaces(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'arms', arms);
  markdown.inline.ruler.before('emphasis', 'times', kept(0x2a, TIMES));
  markdown.inline.ruler.before('emphasis', 'eyes', kept(0x2a, STARRED));
  markdown.inline.ruler.before('emphasis', 'mouth', kept(0x5f, MOUTH));
  const blockquote = takeBlockquote(markdown);
  const { ruler } = markdown.block;
  const rule: typeof blockquote = (state, line, ...more) => !isFace(state, line) && blockquote(state, line, ...more);
  ruler.at('blockquote', rule, { alt: ENDS });
  ruler.enable('blockquote');
}

/** The library's own rule, to be asked after ours: the one that is missing when it is switched off. */
function takeBlockquote({ block: { ruler } }: MarkdownIt) {
  const all = ruler.getRules('');
  ruler.disable('blockquote');
  const rule = all.find((one) => !ruler.getRules('').includes(one));
  if (!rule) throw new Error('There is no rule for quotations');
  return rule;
}

/** What a quotation ends, when it begins. */
const ENDS = ['paragraph', 'reference', 'blockquote', 'list'];

/** Two arms and what is between them; more than one backslash is the habit of places that eat them. */
const ARMS = /\\{1,3}(_?[([（][^\n\\/()[\]（）]{1,12}[)\]）]_?\/)/y;

function arms(state: StateInline, silent: boolean): boolean {
  ARMS.lastIndex = state.pos;
  const face = state.src.charCodeAt(state.pos) === 0x5c ? ARMS.exec(state.src) : null;
  if (!face || state.pos + face[0].length > state.posMax) return false;
  if (!silent) state.pending += `\\${face[1]}`;
  state.pos += face[0].length;
  return true;
}

/** An asterisk between two numbers, or two of them: nobody emphasises a digit within a number. */
const TIMES = /(?<=\d)\*{1,2}(?=\d)/y;
/** `*_*`, `*-*`, by itself. */
const STARRED = /(?<![\p{L}\p{N}_*])\*[_.^-]{1,3}\*(?![\p{L}\p{N}_*])/uy;
/** The mouth between two eyes that stand by themselves: `^_^`, `-_-`, `;_;`, `>_>`. */
const MOUTH = /(?<=(?<![\p{L}\p{N}_])[\^;:.°<>@=~-])_{1,3}(?=[\^;:.°<>@=~-](?![\p{L}\p{N}_]))/uy;

/** A rule that leaves a sign as it was written, with what belongs to it. */
function kept(sign: number, pattern: RegExp) {
  return (state: StateInline, silent: boolean): boolean => {
    if (state.src.charCodeAt(state.pos) !== sign) return false;
    pattern.lastIndex = state.pos;
    const found = pattern.exec(state.src);
    if (!found || state.pos + found[0].length > state.posMax) return false;
    if (!silent) state.pending += found[0];
    state.pos += found[0].length;
    return true;
  };
}

/** `>:(`, `>;-)`, `>_<`, `>.>`, `>:D`: with a space behind the sign, or other words, it is a quotation. */
const FACE = />(?:[:;=8xX][-'^o]?[()[\]{}DPOopCcSs3|/\\@<>]+|[._,oO°^-]{1,3}[<>])(?=[\s.,!?]|$)/y;

function isFace(state: StateBlock, line: number): boolean {
  FACE.lastIndex = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return FACE.test(state.src);
}
