import { parse } from 'tldts';

/** Hosts that no registry gives out, and that people write all the same (RFC 2606, RFC 6761, RFC 7686). */
const OUR_OWN = new Set(['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'onion', 'lan']);
/** Ends of file names that are countries or the like, too; the latter are hosts more often than files. */
const FILES = new Set(['py', 'sh', 'zip', 'mov', 'ps', 'so', 'cc', 'java']);
const FILES_TOO = new Set(['md', 'rs', 'pl', 'app', 'ml', 'vi', 'cs']);
/** Words, those with dots in them as one: never a search that begins anew within a word. */
export const DOTTED = /[\p{L}\p{N}\p{M}_-]+(?:[.。][\p{L}\p{N}\p{M}_-]+)*/gu;
const LONGEST = 253;

/** A host as an address has it: small letters, punycode; null for what can be none. */
export function asHost(written: string): string | null {
  if (written.length > LONGEST) return null;
  try {
    return new URL(`http://${written}`).hostname;
  } catch {
    return null;
  }
}

/**
 * The hosts that a text shows to whoever reads it, in any of the forms that look alike (full width, other dots). `README.md`,
 * `Dr.No` and `3.14` are none, nor is what stands behind a host in an address. Linear in the text as it is when it is folded.
 */
export function hostsShownIn(text: string): string[] {
  const folded = text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return folded.split(/\s+/).flatMap(hostsOfWord);
}

function hostsOfWord(word: string): string[] {
  const scheme = word.search(/https?:\/\/|www\./i);
  const from = scheme === -1 ? 0 : scheme;
  const rest = word.slice(from).replace(/^https?:\/\//i, '');
  const before = hostsIn(word.slice(0, from), false);
  // What follows a slash is a path, where a host stands before it.
  const [authority = ''] = rest.split(/[/?#\\]/, 1);
  const hosts = hostsIn(authority, scheme !== -1);
  return [
    ...before,
    ...hosts,
    ...(hosts.length > 0 || scheme !== -1 ? [] : hostsIn(rest.slice(authority.length), false)),
  ];
}

const hostsIn = (text: string, surely: boolean): string[] =>
  [...text.matchAll(DOTTED)]
    .map(([name]) => name)
    .filter((name) => /[.。]/.test(name) && (surely || looksLikeHost(name)));

/** True for a name with dots that people take for a host. */
export function looksLikeHost(name: string): boolean {
  const labels = name.split(/[.。]/);
  const last = labels.at(-1) ?? '';
  if (/^\d+$/.test(last)) return labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label));
  // A sentence that begins right behind a full stop, or a title before a name: `there.It`, `Dr.No`.
  if (/^\p{Lu}\p{Ll}$/u.test(last)) return false;
  const end = last.toLowerCase();
  if (
    labels.length === 2 &&
    (FILES.has(end) || (FILES_TOO.has(end) && /^\p{Lu}[\p{Lu}\p{N}_-]+$/u.test(labels[0] ?? '')))
  )
    return false;
  // Two letters before a country’s two are initials: `e.g`, `z.B`, `U.S`.
  if (labels.every((label) => [...label].length <= 1) || end.length < 2) return false;
  if (OUR_OWN.has(end)) return true;
  const { isIcann, domain } = parse(asHost(name) ?? '', { allowPrivateDomains: false });
  return isIcann === true && domain !== null;
}

/** The part of a host that somebody has registered: `evil` of `my.evil.co.uk`. */
export const registeredLabel = (host: string): string =>
  parse(asHost(host) ?? '', { allowPrivateDomains: false }).domainWithoutSuffix ?? '';

/** Scheme, user, host and port of an address, in code units. */
const LONGEST_AUTHORITY = 400;

/** False where a host is longer than any can be: to write it in ASCII would take the square of its time. */
export function hasUsableHost(url: string): boolean {
  const [authority = ''] = /^(?:[a-z][a-z\d+.-]*:)?[/\\]*[^/\\?#]*/i.exec(url.replace(/[\s\p{Cc}]+/gu, '')) ?? [];
  return authority.length <= LONGEST_AUTHORITY;
}
