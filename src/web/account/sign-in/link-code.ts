import { useEffect, useState } from 'preact/hooks';

/** The code in the fragment of a link that came by mail; null where it has none. */
export function codeIn(hash: string): string | null {
  const code = new URLSearchParams(hash.slice(1)).get('code');
  return code !== null && /^\d{6}$/.test(code) ? code : null;
}

/** Takes the code out of the address, where a history or a link that is passed on would keep it. */
function takeCode(): string | null {
  const code = codeIn(location.hash);
  if (code !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return code;
}

/** The code of the link by which the page was opened, or by which it was opened again while it was there. */
export function useLinkCode(): string | null {
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    const look = () => {
      const found = takeCode();
      if (found !== null) setCode(found);
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return code;
}
