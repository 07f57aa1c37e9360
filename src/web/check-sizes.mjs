import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * Measures what a reader's browser has to load and ends the build with 1 where it is more than we promise.
 * Bytes gzipped (level 9); 1 KB is 1,000 bytes.
 */
const LIMITS = { loader: 3_000, forum: 20_000 };
const PUBLIC = new URL('../../dist/public/', import.meta.url);

const gzipped = (path) => gzipSync(readFileSync(new URL(path, PUBLIC)), { level: 9 }).length;
const sum = (files) => files.reduce((bytes, file) => bytes + gzipped(file), 0);

/** What a page's entry brings along: its script and its styles. */
function built(page) {
  const folder = `assets/${page}/`;
  const manifest = JSON.parse(readFileSync(new URL(`${folder}manifest.json`, PUBLIC), 'utf8'));
  const chunks = Object.values(manifest);
  return {
    script: chunks.map(({ file }) => folder + file),
    style: chunks.flatMap(({ css = [] }) => css.map((file) => folder + file)),
  };
}
const forum = built('forum');
const desk = built('console');

const sizes = [
  { what: 'loader', part: 'script', bytes: gzipped('loader/embed.js'), limit: LIMITS.loader },
  { what: 'forum', part: 'script', bytes: sum(forum.script), limit: LIMITS.forum },
  { what: 'forum', part: 'style', bytes: sum(forum.style) },
  { what: 'console', part: 'script', bytes: sum(desk.script) },
  { what: 'console', part: 'style', bytes: sum(desk.style) },
];

for (const { what, part, bytes, limit } of sizes) {
  const within = limit === undefined ? '' : bytes < limit ? `under ${limit}` : `OVER ${limit}`;
  console.log(`${what.padEnd(8)} ${part.padEnd(7)} ${String(bytes).padStart(6)} bytes gzipped  ${within}`.trimEnd());
}
if (sizes.some(({ bytes, limit }) => limit !== undefined && bytes >= limit)) process.exit(1);
