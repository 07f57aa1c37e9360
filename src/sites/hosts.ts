const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?)*$/;

/**
 * A host as browsers write it: an internationalized name in its ASCII form, an IPv6 address in brackets and short.
 * @returns null for what is no host by itself: with a scheme, a port, a path or a wildcard
 */
export function hostOf(given: string): string | null {
  const text = given.trim();
  const isAddress = /^\[?[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(text);
  if (!isAddress && /[/:?#@*\s%\\[\]]/.test(text)) return null;
  const url = `http://${isAddress && !text.startsWith('[') ? `[${text}]` : text}/`;
  if (text === '' || !URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  return isAddress || NAME.test(hostname) ? hostname : null;
}
