import { defaultTreeAdapter, parse, parseFragment, serialize, type DefaultTreeAdapterTypes } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;

const TAGS = ['p', 'br', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr'];

/** Every element below, as a browser builds them. */
function below(parent: DefaultTreeAdapterTypes.ParentNode): Element[] {
  return parent.childNodes.flatMap((node) => (defaultTreeAdapter.isElementNode(node) ? [node, ...below(node)] : []));
}

/** Every element of some HTML, as a browser builds them. */
export const elementsOf = (html: string): Element[] => below(parseFragment(html));

export const attributesOf = ({ attrs }: Element): Record<string, string> =>
  Object.fromEntries(attrs.map(({ name, value }) => [name, value]));

/** What is wrong with the HTML of a message: a tag, an attribute or a scheme that none may have. */
export function faultsOf(html: string): string[] {
  return elementsOf(html).flatMap((element) => {
    const { tagName } = element;
    const { href, rel, target, start, dir, ...more } = attributesOf(element);
    const faults = [
      !TAGS.includes(tagName) && `<${tagName}>`,
      Object.keys(more).length > 0 && `attributes ${Object.keys(more)} of <${tagName}>`,
      href !== undefined && (tagName !== 'a' || !/^(https?:|mailto:)/.test(href)) && `${tagName} to ${href}`,
      tagName === 'a' &&
        (rel !== 'nofollow ugc noopener noreferrer' || target !== '_blank') &&
        'a link that is not ours',
      dir !== undefined &&
        (dir !== 'auto' || !['p', 'li', 'blockquote'].includes(tagName)) &&
        `dir=${dir} of <${tagName}>`,
      start !== undefined && (tagName !== 'ol' || !/^\d{1,9}$/.test(start)) && `start=${start} of <${tagName}>`,
    ];
    return faults.filter((fault) => fault !== false);
  });
}

/** True when HTML means the same however often it is parsed and written: nothing in it changes its place or its kind. */
export function isFixed(html: string): boolean {
  const once = serialize(parseFragment(html));
  return (
    serialize(parseFragment(once)) === once && serialize(parseFragment(`<div>${once}</div>`)) === `<div>${once}</div>`
  );
}

const SCRIPTS = ['application/json', 'application/ld+json', 'speculationrules'];
const ADDRESSES = [
  'href',
  'src',
  'action',
  'formaction',
  'poster',
  'data',
  'xlink:href',
  'srcset',
  'background',
  'ping',
];
const FOREIGN = [
  'iframe',
  'object',
  'embed',
  'base',
  'frame',
  'frameset',
  'applet',
  'template',
  'math',
  'audio',
  'video',
  'source',
  'marquee',
];

/** What is wrong with a whole page of ours: something in it that would run, load or send where we did not put it. */
export function faultsOfPage(page: string): string[] {
  return below(parse(page)).flatMap((element) => {
    const { tagName } = element;
    const attributes = attributesOf(element);
    const faults = [
      FOREIGN.includes(tagName) && `<${tagName}>`,
      tagName === 'script' &&
        attributes['src'] === undefined &&
        !SCRIPTS.includes(attributes['type'] ?? '') &&
        'a script of its own',
      tagName === 'style' && 'a style of its own',
      tagName === 'meta' && attributes['http-equiv'] !== undefined && 'a meta that acts',
      ...Object.entries(attributes).map(([name, value]) => {
        const odd = /^on|^srcdoc$|^style$|["'<>`]/.test(name);
        const leads =
          ADDRESSES.includes(name) &&
          /^\s*[a-z][a-z0-9+.-]*:/i.test(value) &&
          !/^(https?|mailto):/.test(value) &&
          !(name === 'href' && value.startsWith('data:image/svg'));
        return (odd || leads) && `${name}=${value.slice(0, 80)} of <${tagName}>`;
      }),
    ];
    return faults.filter((fault) => fault !== false);
  });
}
