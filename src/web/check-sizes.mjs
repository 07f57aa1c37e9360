import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * Measures what a reader's browser has to load and ends the build with 1 where it is more than we promise.
 * Bytes gzipped (level 9); 1 KB is 1,000 bytes.
 */
const LIMITS = { loader: 3_000, forum: 20_000 };
const PUBLIC = new URL('../../dist/public/', import.meta.url);

const manifest = JSON.parse(readFileSync(new URL('assets/manifest.json', PUBLIC), 'utf8'));

/** Every file that an entry brings along, itself included. */
function filesOf(name, kind, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk || seen.has(name)) return [];
  seen.add(name);
  const own = kind === 'script' ? [chunk.file] : (chunk.css ?? []);
  return [...own, ...(chunk.imports ?? []).flatMap((other) => filesOf(other, kind, seen))];
}

const gzipped = (path) => gzipSync(readFileSync(new URL(path, PUBLIC)), { level: 9 }).length;
const sum = (entry, kind) => filesOf(entry, kind).reduce((bytes, file) => bytes + gzipped(`assets/${file}`), 0);

const sizes = [
  { what: 'loader', part: 'script', bytes: gzipped('loader/embed.js'), limit: LIMITS.loader },
  { what: 'forum', part: 'script', bytes: sum('forum/main.tsx', 'script'), limit: LIMITS.forum },
  { what: 'forum', part: 'style', bytes: sum('forum/main.tsx', 'style') },
  { what: 'console', part: 'script', bytes: sum('console/main.tsx', 'script') },
  { what: 'console', part: 'style', bytes: sum('console/main.tsx', 'style') },
];

for (const { what, part, bytes, limit } of sizes) {
  const within = limit === undefined ? '' : bytes < limit ? `under ${limit}` : `OVER ${limit}`;
  console.log(`${what.padEnd(8)} ${part.padEnd(7)} ${String(bytes).padStart(6)} bytes gzipped  ${within}`.trimEnd());
}
if (sizes.some(({ bytes, limit }) => limit !== undefined && bytes >= limit)) process.exit(1);
