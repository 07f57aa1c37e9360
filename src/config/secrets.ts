/**
 * A value as it may be told to people. What stands between the first colon of an address and its last @ is taken for a password,
 * also where it was not written as an address wants it; so is what a `password=` names.
 */
export const withoutPassword = (value: string): string =>
  value
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):.*@/is, '$1:…@')
    // An address that ends in its password.
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^:@/[\]]+):(?!\d*([/?#]|$))[^@]*$/is, '$1:…')
    .replace(/(pass(word|wd|phrase)?\s*=\s*)[^\s&;]+/gi, '$1…');

/**
 * The same address with a user and a password that every driver reads alike: what an address must not hold as it is (@, /, #, ? and a
 * bare %) is escaped. An address without a user stays as it is.
 */
export function withPlainPassword(url: string): string {
  const scheme = url.indexOf('//') + 2;
  const rest = url.slice(scheme);
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain = parsed !== null && !`${parsed.pathname}${parsed.hash}`.includes('@');
  const at = (isPlain ? rest.slice(0, rest.search(/[/?#]|$/)) : rest).lastIndexOf('@');
  if (at < 0) return url;
  const [user = '', ...password] = rest.slice(0, at).split(':');
  const login = password.length > 0 ? `${escaped(user)}:${escaped(password.join(':'))}` : escaped(user);
  return `${url.slice(0, scheme)}${login}${rest.slice(at)}`;
}

/** Escapes what is not escaped yet. */
const escaped = (text: string): string =>
  text.replace(/%(?![0-9a-f]{2})|[^\w.~!$&'()*+,;=%-]/giu, (sign) => encodeURIComponent(sign));

/** A shorter one could be a part of any word. */
const LEAST = 4;

/** Takes the passwords of these addresses out of what somebody else's code says. */
export function scrubberOf(urls: readonly (string | null)[]): (text: string) => string {
  const secrets = urls
    .flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url)] : []))
    .flatMap(({ password, searchParams }) => [password, decoded(password), searchParams.get('password') ?? ''])
    .filter((secret) => secret.length >= LEAST)
    .toSorted((one, other) => other.length - one.length);
  return (text) => secrets.reduce((scrubbed, secret) => scrubbed.replaceAll(secret, '…'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
