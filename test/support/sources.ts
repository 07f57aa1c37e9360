import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One import line: what it names, and whether it is there at run time. */
export type Import = { readonly to: string; readonly typeOnly: boolean };

/** A source file by its path below src/, as `messages/messages.service.ts`. */
export type Source = { readonly path: string; readonly text: string; readonly imports: readonly Import[] };

const ROOT = fileURLToPath(new URL('../../src/', import.meta.url));

/** `import … from`, `export … from`, `import '…'` and `import('…')`. */
const IMPORT =
  /^(?:import|export)\s+(type\s)?([^;'"]*?)\s*from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Every source file; what it imports of ours is named by the file that it is, what not by its package. */
export function sources(): Source[] {
  const paths = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(tsx?|mjs)$/.test(path));
  const known = new Set(paths);
  return paths.toSorted().map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, text, imports: importsOf(text).map((one) => ({ ...one, to: settled(path, one.to, known) })) };
  });
}

export function importsOf(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, names = '', from, bare, dynamic]) => ({
    to: from ?? bare ?? dynamic ?? '',
    // `import { type A, type B }` leaves an import behind, but of nothing.
    typeOnly: type !== undefined || (from !== undefined && /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(names.trim())),
  }));
}

function settled(from: string, to: string, known: ReadonlySet<string>): string {
  if (!to.startsWith('.')) return to;
  const path = normalize(join(dirname(from), to));
  const found = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find((one) => known.has(one));
  return found ?? path;
}
