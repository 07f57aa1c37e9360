import { corpus } from './corpus.js';
import { faultsOf, isFixed } from './html.js';

export type Sample = { readonly id: string; readonly input: string };

/** Beside the public samples: what breaks out of attributes (rows 1, 3, 4, 8), and elements whose text is no HTML (rows 11 and 12). */
const RAW_TEXT = [
  'xmp',
  'noscript',
  'plaintext',
  'noembed',
  'noframes',
  'style',
  'textarea',
  'title',
  'iframe',
  'template',
  'svg',
  'math',
  'select',
  'script',
];
const OWN: readonly Sample[] = [
  ...[
    `' onmouseover=x`,
    `" onmouseover="x`,
    `"></a><img src=x onerror=x>`,
    '` onload=x `',
    '--><script>x</script><!--',
    '</script><script>x</script>',
  ],
  ...[
    '</textarea><img src=x onerror=x>',
    '{{constructor.constructor("x")()}}',
    '${x}',
    '#{x}',
    '<%= x %>',
    '&lt;img src=x onerror=x&gt;',
    '&#x3c;script&#x3e;x',
  ],
  ...RAW_TEXT.flatMap((tag) => [
    `<${tag}><img src=x onerror=x>`,
    `<${tag}></${tag}><img src=x onerror=x>`,
    `<${tag}><style><img src="</style><img src=x onerror=x>">`,
  ]),
].map((input, n) => ({ id: `own-${n}`, input }));

const some = (nth: number): readonly Sample[] => [
  ...corpus('naughty'),
  ...OWN,
  ...[...corpus('xss'), ...corpus('markdown')].filter((_, n) => n % nth === 0),
];

/** Every hostile or odd text that there is. */
export const ODD_TEXTS = some(1);
/** The odd strings, ours, and each twentieth of the others: every kind, for what treats all of a kind alike. */
export const KINDS_OF_ODD_TEXTS = some(20);

/** What is wrong with the HTML of a message; null: nothing. */
export function faulty(html: string): string | null {
  const faults = faultsOf(html);
  return faults.length > 0 ? `${faults} in ${html}` : isFixed(html) ? null : `changes when parsed again: ${html}`;
}

/** What a person sees of a name. */
export const seenOf = (name: string): string =>
  name.normalize('NFC').replace(/[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800\s]/gu, '');

/** How a report names a sample. */
export const named = ({ id, input }: Sample, fault: string): string =>
  `${id} ${JSON.stringify(input.slice(0, 120))}: ${fault}`;
