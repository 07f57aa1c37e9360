import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/**
 * A number that begins a line stays the number that it is: "1986. What a year", "3. Mai", "2. Liga". A list is only what counts:
 * at least two items, each with the number after that of the one before it. So no number on the page is another than the one
 * that was written, and a sign before a number stays one, too.
 */
export function keepNumbers(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'keep_numbers', (state: StateCore) => {
    const lists = listsOf(state.tokens);
    if (lists.some(({ isList }) => !isList)) state.tokens = unlisted(state, lists);
  });
}

type List = { readonly markers: string[]; isList: boolean; firstWords: string | null };

/** Every list, in the order in which they begin, as one or as none. */
function listsOf(tokens: readonly Token[]): List[] {
  const lists: List[] = [];
  const open: List[] = [];
  for (const token of tokens) {
    const inner = open.at(-1);
    if (isOpening(token)) {
      open.push({ markers: [], isList: true, firstWords: null });
      lists.push(...open.slice(-1));
    } else if (token.type === 'list_item_open') {
      inner?.markers.push(token.info);
    } else if (token.type === 'inline' && inner) {
      inner.firstWords ??= token.content;
    } else if (isClosing(token) && inner) {
      inner.isList = token.type === 'ordered_list_close' ? counts(inner.markers) : !isSigned(token.markup, inner);
      open.pop();
    }
  }
  return lists;
}

const isOpening = ({ type }: Token): boolean => type === 'ordered_list_open' || type === 'bullet_list_open';
const isClosing = ({ type }: Token): boolean => type === 'ordered_list_close' || type === 'bullet_list_close';

/** 4, 5, 6; but neither 7 alone, nor 1, 1, 1, nor 01, 02. */
const counts = (markers: readonly string[]): boolean =>
  markers.length > 1 && markers.every((marker, n) => marker === String(Number(markers[0]) + n));

/** `- 5 degrees`, `+ 49 30 …`: one item that begins with a number. */
const isSigned = (sign: string, { markers, firstWords }: List): boolean =>
  sign !== '*' && markers.length === 1 && /^[\d.,]/.test(firstWords ?? '');

/** The same without the lists that are none: their items are paragraphs with the marker before them. */
function unlisted(state: StateCore, lists: readonly List[]): Token[] {
  const text = new TextOfItems(state);
  const open: List[] = [];
  let begun = 0;
  for (const token of state.tokens) {
    if (isOpening(token)) open.push(...lists.slice(begun, (begun += 1)));
    const inner = open.at(-1);
    if (isClosing(token)) open.pop();
    if (!inner || inner.isList) text.write(token);
    else if (token.type === 'list_item_open') text.begin(token);
    else if (token.type === 'list_item_close') text.end();
    else if (!isOpening(token) && !isClosing(token)) text.write(unhidden(token));
  }
  return text.tokens;
}

/** Where items of a list stand close together the library shows no paragraphs; outside of a list they are some. */
function unhidden(token: Token): Token {
  token.hidden = false;
  return token;
}

class TextOfItems {
  readonly tokens: Token[] = [];
  /** An item whose marker waits for its text. */
  private item: Token | null = null;

  constructor(private readonly state: StateCore) {}

  begin(item: Token): void {
    this.item = item;
  }

  write(token: Token): void {
    if (token.type === 'paragraph_close') token.map = this.tokens.at(-1)?.map ?? null;
    if (token.type === 'inline' && this.item) {
      token.content = `${markerOf(this.item)} ${token.content}`;
      this.joinTo(token);
      this.item = null;
    } else if (!isBeginningOfText(token)) {
      this.end();
    }
    this.tokens.push(token);
  }

  /** A marker without a text is a paragraph by itself. */
  end(): void {
    const { item } = this;
    this.item = null;
    if (!item) return;
    const open = new this.state.Token('paragraph_open', 'p', 1);
    const inline = new this.state.Token('inline', '', 0);
    const close = new this.state.Token('paragraph_close', 'p', -1);
    inline.content = markerOf(item);
    inline.children = [];
    for (const token of [open, inline, close]) {
      token.block = true;
      token.map = item.map;
    }
    this.tokens.push(open, inline, close);
  }

  /** What stands on the line below a paragraph goes on with it, as it would without a marker. */
  private joinTo(inline: Token): void {
    const [text, close, open] = this.tokens.slice(-3);
    if (text?.type !== 'inline' || close?.type !== 'paragraph_close' || open?.type !== 'paragraph_open') return;
    if (!close.map || close.map[1] !== this.item?.map?.[0]) return;
    inline.content = `${text.content}\n${inline.content}`;
    inline.map = [close.map[0], inline.map?.[1] ?? close.map[1]];
    this.tokens.splice(-3);
  }
}

const isBeginningOfText = ({ type }: Token): boolean => type === 'paragraph_open' || type === 'heading_open';

/** As it was written; a sign must not become a list again. */
const markerOf = ({ info, markup }: Token): string => (info ? `${info}${markup}` : `\\${markup}`);
