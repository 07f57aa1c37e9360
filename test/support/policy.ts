import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** A content policy, its sources by directive. What is named twice counts as it stands first (CSP 3, 2.2.1). */
export type Policy = ReadonlyMap<string, readonly string[]>;

export function policyOf(headers: Headers): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const part of (headers.get('content-security-policy') ?? '').split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    if (name !== '' && !policy.has(name)) policy.set(name, sources);
  }
  return policy;
}

/** What somebody who can put something into a page may do with it: empty where there is nothing. */
export function holesIn(policy: Policy): string[] {
  const holes: string[] = [];
  const demand = (holds: boolean, hole: string) => void (holds || holes.push(hole));
  const sourcesOf = (name: string, ...instead: string[]): readonly string[] =>
    [name, ...instead].map((one) => policy.get(one)).find((sources) => sources !== undefined) ?? ['*'];
  const only = (name: string, allowed: RegExp, ...instead: string[]): void => {
    const sources = sourcesOf(name, ...instead);
    demand(
      sources.every((source) => allowed.test(source)),
      `${name} ${sources.join(' ')}`,
    );
  };
  demand(`${policy.get('default-src')}` === "'none'", 'default-src is not none');
  const OURS = /^('none'|'self'|'sha(256|384|512)-[\w+/=-]+')$/;
  for (const kind of ['script-src', 'style-src'])
    for (const name of [kind, `${kind}-elem`, `${kind}-attr`]) only(name, OURS, kind, 'default-src');
  only('worker-src', OURS, 'script-src', 'default-src');
  for (const name of ['connect-src', 'frame-src', 'font-src', 'media-src', 'manifest-src'])
    only(name, /^'(none|self)'$/, 'default-src');
  only('img-src', /^('none'|'self'|data:)$/, 'default-src');
  only('object-src', /^'none'$/, 'default-src');
  // These do not fall back on default-src.
  only('base-uri', /^'none'$/);
  only('form-action', /^'(none|self)'$/);
  demand(`${policy.get('require-trusted-types-for')}` === "'script'", 'a string becomes elements');
  only('trusted-types', /^('none'|rejoinder|dompurify)$/);
  demand(policy.has('frame-ancestors'), 'anybody may hold it in a frame');
  return holes;
}

/** What stands in a page that its policy would have to refuse, or that asks somebody else: empty where all is in files of ours. */
export function inlineIn(html: string): string[] {
  const found: string[] = [];
  const look = (node: Tree.Node): void => {
    if ('tagName' in node) lookAt(node, found);
    if ('childNodes' in node) for (const child of node.childNodes) look(child);
    if ('content' in node) look(node.content);
  };
  look(parse(html));
  return found;
}

function lookAt({ tagName, attrs, childNodes }: Tree.Element, found: string[]): void {
  const attribute = (name: string) => attrs.find((one) => one.name === name)?.value;
  const isData = /^application\/(ld\+)?json$/.test(attribute('type') ?? '');
  if (tagName === 'script' && childNodes.length > 0 && !isData) found.push('a script');
  if (tagName === 'style') found.push('a style');
  for (const { name, value } of attrs) {
    if (name.startsWith('on') || name === 'style' || name === 'srcdoc') found.push(`${tagName} ${name}="${value}"`);
    if (/^\s*(javascript|data|vbscript):/i.test(value) && name !== 'content')
      found.push(`${tagName} ${name}="${value}"`);
    const isLoaded = name === 'src' || (tagName === 'link' && name === 'href' && attribute('rel') !== 'canonical');
    if (isLoaded && !value.startsWith('/')) found.push(`${tagName} ${name}="${value}"`);
  }
}
