import { transformSync } from '@swc/core';
import { access, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compiler } from './compiler.mjs';

// Node's loader for a worker of tests, in a thread of its own: TypeScript, and copies of a test file's own. Packages and the server's sources are
// loaded once a worker. Tests, their helpers and what runs in pages hold what one file or one page knows: each test file gets them anew, by the
// `?file=7` that an address inherits from the module that imports it. A file that declares something to the server for good has `@own sources`
// in its first comment, and gets all of `src` anew.

const ROOT = new URL('../../', import.meta.url).href;
const TESTS = `${ROOT}test/`;
const SOURCES = `${ROOT}src/`;
/** What runs in pages, not what serves them: that has its kind in its name (`console.service.ts`). */
const PAGES = /^web\/(console|forum|live|loader|ui)\/([\w-]+\/)*[\w-]+(\.chunk)?\.tsx?$/;
const GLOBALS = new URL('./globals.mjs', import.meta.url).href;
const FILE = /\?file=\d+(&own=sources)?$/;

function isOwn(url, file = '') {
  if (!url.startsWith(SOURCES)) return url.startsWith(TESTS);
  return file.includes('sources') || PAGES.test(url.slice(SOURCES.length));
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  const [file = ''] = FILE.exec(context.parentURL ?? '') ?? [];
  if (specifier === '@jest/globals') return { url: GLOBALS + file, format: 'module', shortCircuit: true };
  const source = await sourceOf(specifier, context.parentURL);
  const found = source ? { url: source, format: 'module' } : await next(specifier, context);
  const url = file && isOwn(found.url, file) && !FILE.test(found.url) ? found.url + file : found.url;
  return { ...found, url, shortCircuit: true };
}

/** Sources name what they import as it is called after a build: a `.ts` or `.tsx` beside it is what is meant. */
async function sourceOf(specifier, parent) {
  if (!specifier.startsWith('.') || !specifier.endsWith('.js')) return null;
  const { href } = new URL(specifier, parent);
  if (!sources.has(href)) sources.set(href, await besides(href));
  return sources.get(href);
}
const sources = new Map();

async function besides(built) {
  for (const extension of ['.ts', '.tsx']) {
    const url = built.replace(/\.js$/, extension);
    const isThere = await access(new URL(url)).then(
      () => true,
      () => false,
    );
    if (isThere) return url;
  }
  return null;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const path = url.replace(FILE, '');
  if (!/\.tsx?$/.test(path)) return next(url, context);
  if (!compiled.has(path)) compiled.set(path, await compile(path));
  return { format: 'module', source: compiled.get(path), shortCircuit: true };
}
const compiled = new Map();

async function compile(path) {
  const filename = fileURLToPath(path);
  const { code } = transformSync(await readFile(filename, 'utf8'), { ...compiler, filename });
  return isOwn(path) ? code.replace(/\bimport\('(\.[^']+)'\)/g, loadedOnce) : code;
}

/** What a page loads when it is first needed is there at once the second time, as in a browser: each `import()` would else wait for this thread. */
function loadedOnce(load, specifier) {
  const url = `new URL('${specifier}' + new URL(import.meta.url).search, import.meta.url)`;
  return `((globalThis[Symbol.for('rejoinder.loaded')] ??= {})[${url}] ??= ${load})`;
}
