import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/**
 * Measures what a reader's browser has to load and ends the build with 1 where it is more than we promise. A page's core is
 * what it loads at once, and within an article it has a limit together with what is loaded there at once; each chunk, loaded
 * when it is first used, has a limit of its own, and one without a limit ends the build as well. Bytes gzipped (level 9); 1 KB is 1,000 bytes.
 */
const LIMITS = {
  loader: 3_000,
  forum: {
    core: 20_000,
    /** What every reader of an article loads: within it the core meets the page around it. */
    embedded: { chunks: ['host'], limit: 20_000 },
    chunks: {
      host: 1_800,
      more: 2_500,
      editor: 1_500,
      voting: 1_000,
      'posting.chunk': 3_500,
      barred: 1_000,
      'left-drafts': 700,
      work: 1_000,
      'kept-words': 1_500,
      preview: 1_000,
      help: 1_500,
      walking: 1_500,
      settings: 2_000,
      sso: 1_000,
      ignored: 500,
      'answers.chunk': 2_700,
      polling: 700,
    },
    /** What the page says in one language. */
    texts: 3_000,
  },
  account: { script: 16_000, style: 5_000, texts: 4_000 },
  console: { script: 42_000, style: 8_000, texts: 9_000 },
};
const PUBLIC = new URL('../../dist/public/', import.meta.url);

const gzipped = (path) => gzipSync(readFileSync(new URL(path, PUBLIC)), { level: 9 }).length;
const sum = (files) => files.reduce((bytes, file) => bytes + gzipped(file), 0);

/** The files of a page as its manifest names them: its core, each chunk with what only it brings along, and its styles. */
function built(page) {
  const folder = `assets/${page}/`;
  const manifest = JSON.parse(readFileSync(new URL(`${folder}manifest.json`, PUBLIC), 'utf8'));
  const withImports = (name, found = new Set()) => {
    if (found.has(name)) return found;
    found.add(name);
    for (const each of manifest[name].imports ?? []) withImports(each, found);
    return found;
  };
  const core = withImports(Object.keys(manifest).find((name) => manifest[name].isEntry));
  const filesOf = (names) => [...names].map((name) => folder + manifest[name].file);
  return {
    core: filesOf(core),
    chunks: Object.entries(manifest)
      .filter(([, { isDynamicEntry }]) => isDynamicEntry)
      .map(([name, { name: part }]) => ({
        part,
        files: filesOf([...withImports(name)].filter((each) => !core.has(each))),
      })),
    style: Object.values(manifest).flatMap(({ css = [] }) => css.map((file) => folder + file)),
  };
}

/** Languages that people speak, each with what it says. */
const textsOf = (page) =>
  readdirSync(new URL(`assets/${page}/`, PUBLIC)).flatMap((file) => {
    const language = /^texts-(?!x)(\w+)-.*\.js$/.exec(file)?.[1];
    return language ? [[language, gzipped(`assets/${page}/${file}`)]] : [];
  });
const forum = built('forum');

/** A page that is loaded as a whole. */
function whole(page) {
  const { core, style } = built(page);
  const { script, style: most, texts } = LIMITS[page];
  return [
    { what: page, part: 'script', bytes: sum(core), limit: script },
    ...textsOf(page).map(([language, bytes]) => ({ what: page, part: `texts ${language}`, bytes, limit: texts })),
    { what: page, part: 'style', bytes: sum(style), limit: most },
  ];
}

const ofForum = (part) => sum(forum.chunks.filter((chunk) => chunk.part === part).flatMap(({ files }) => files));
const { embedded } = LIMITS.forum;

const sizes = [
  { what: 'loader', part: 'script', bytes: gzipped('loader/embed.js'), limit: LIMITS.loader },
  { what: 'forum', part: 'core', bytes: sum(forum.core), limit: LIMITS.forum.core },
  {
    what: 'forum',
    part: 'embedded',
    bytes: sum(forum.core) + embedded.chunks.reduce((bytes, part) => bytes + ofForum(part), 0),
    limit: embedded.limit,
  },
  ...forum.chunks.map(({ part, files }) => ({
    what: 'forum',
    part,
    bytes: sum(files),
    limit: LIMITS.forum.chunks[part] ?? 0,
  })),
  ...textsOf('forum').map(([language, bytes]) => ({
    what: 'forum',
    part: `texts ${language}`,
    bytes,
    limit: LIMITS.forum.texts,
  })),
  { what: 'forum', part: 'style', bytes: sum(forum.style) },
  ...whole('account'),
  ...whole('console'),
];

for (const { what, part, bytes, limit } of sizes) {
  const within = limit === undefined ? '' : bytes < limit ? `under ${limit}` : `OVER ${limit}`;
  console.log(`${what.padEnd(8)} ${part.padEnd(13)} ${String(bytes).padStart(6)} bytes gzipped  ${within}`.trimEnd());
}
if (sizes.some(({ bytes, limit }) => limit !== undefined && bytes >= limit)) process.exit(1);
