import { createHash } from 'node:crypto';
import { language, t } from '../../i18n/format.js';
import { inLanguage, KEYS, type SpokenLanguage } from '../../i18n/languages.js';
import {
  DATA_SECTIONS,
  type DataField,
  type DataPages,
  type DataRow,
  type DataSectionName,
} from '../../members/member-data.js';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
article{border-top:1px solid;padding:.75rem 0}dl{margin:0;display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.25rem 1rem}
dt{opacity:.75}dd{margin:0;min-width:0;white-space:pre-wrap;overflow-wrap:anywhere}dd article:first-child{border:0;padding-top:0}`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Fields of codes, which have words: `export.value.CODE`. */
const CODED: ReadonlySet<string> = new Set<DataField>([
  ...(['kind', 'role', 'way', 'state', 'decision', 'vote', 'reported', 'type', 'subjectKind'] as const),
]);
const KNOWN: ReadonlySet<string> = new Set(KEYS);

/**
 * All of an export as one page for people, which asks nobody for anything: no script, no picture, and a policy that would let none
 * run. What anybody wrote stands in it as text.
 */
export async function* readablePage(
  spoken: SpokenLanguage,
  at: string,
  pages: (name: DataSectionName) => DataPages,
): AsyncGenerator<string> {
  yield inLanguage(spoken, () => head(spoken, at));
  for (const name of DATA_SECTIONS) {
    yield inLanguage(spoken, () => `<section id="${name}"><h2>${text(t(`export.section.${name}`))}</h2>`);
    let isEmpty = true;
    for await (const rows of pages(name)) {
      if (rows.length === 0) continue;
      isEmpty = false;
      yield inLanguage(spoken, () => articles(rows));
    }
    yield inLanguage(spoken, () => `${isEmpty ? `<p>${text(t('export.none'))}</p>` : ''}</section>`);
  }
  yield '</main></body></html>';
}

function head({ code, direction }: SpokenLanguage, at: string): string {
  const policy = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const links = DATA_SECTIONS.map((name) => `<li><a href="#${name}">${text(t(`export.section.${name}`))}</a></li>`);
  return `<!doctype html><html lang="${code}" dir="${direction}"><head><meta charset="utf-8"><title>${text(t('export.title'))}</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><main><h1>${text(t('export.title'))}</h1><p>${text(t('export.about', { date: moment(at) }))}</p><ul>${links.join('')}</ul>`;
}

const articles = (rows: readonly DataRow[]): string => rows.map((row) => `<article>${list(row)}</article>`).join('\n');

const list = (row: DataRow): string =>
  `<dl>${Object.entries(row)
    .map(([field, value]) => entry(field as DataField, value))
    .join('')}</dl>`;

/** What is not there is not told; each value's direction is its own, so that none turns what stands around it. */
function entry(field: DataField, value: DataRow[DataField]): string {
  if (value === null || value === undefined || value === '') return '';
  const isList = typeof value === 'object';
  if (isList && value.length === 0) return '';
  const shown = isList ? articles(value) : valueOf(field, value);
  return `<dt>${text(t(`export.field.${field}`))}</dt><dd${isList ? '' : ' dir="auto"'}>${shown}</dd>`;
}

function valueOf(field: DataField, value: string | number | boolean): string {
  if (typeof value === 'boolean') return text(t(value ? 'export.yes' : 'export.no'));
  const words = String(value);
  if (field === 'url' && /^https?:\/\//.test(words))
    return `<a href="${text(words)}" rel="noreferrer">${text(words)}</a>`;
  if (/(At|^at|^until)$/.test(field)) return `<time datetime="${text(words)}">${text(moment(words))}</time>`;
  if (CODED.has(field)) return text(codeOf(words));
  return text(words);
}

/** In words where there are any: another build may have written the code. */
function codeOf(code: string): string {
  const key = `export.value.${code.replaceAll(/[.-]/g, '_')}`;
  return KNOWN.has(key) ? t(key as 'export.value.published') : code;
}

/** They are costly to make, and there are two of them for each message. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Everywhere the same moment, whatever clock is near. */
function moment(at: string): string {
  const { locale } = language();
  const options = { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' } as const;
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(locale, format);
  return `${format.format(new Date(at))} UTC`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As text of a page, and of an attribute. What no page may hold (HTML, 13.1.4) is shown as what it is: nothing. */
const text = (words: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  words.replaceAll(/[\0-\x08\x0b-\x1f\x7f]/g, '\ufffd').replaceAll(/[&<>"']/g, (one) => ESCAPED[one] ?? one);
