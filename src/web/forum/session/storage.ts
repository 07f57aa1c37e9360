/**
 * What a browser keeps for its reader, on the forum's own origin. A browser that refuses storage (private windows,
 * third-party iframes) still shows and posts; it only forgets.
 */
const PREFIX = 'rejoinder:';

export function readStorage<Value>(name: string): Value | null {
  try {
    const value = localStorage.getItem(PREFIX + name);
    return value === null ? null : (JSON.parse(value) as Value);
  } catch {
    return null;
  }
}

/** Keeps a value; null, and an empty text or list, are forgotten. */
export function writeStorage(name: string, value: unknown): void {
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  try {
    if (empty) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full or forbidden: there is nothing a reader could do about it.
  }
}

/** Calls `look` with the name of what another tab keeps or forgets; null: everything. */
export function onStorage(look: (name: string | null) => void): void {
  addEventListener('storage', ({ key }) => look(key && key.slice(PREFIX.length)));
}

/** Every name that begins so and under which something is kept. */
export function namesUnder(beginning: string): string[] {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + beginning));
    return names.map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}
