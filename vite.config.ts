import { minify } from '@swc/core';
import { defineConfig, type Plugin } from 'vite';
import { texts } from './src/i18n/vite-texts.js';

/** What only some readers need, each loaded when it is first used: see src/web/forum/chunk.tsx and src/web/check-sizes.mjs. */
const CHUNKS = [
  'message/more/',
  'message/voting',
  'composer/posting/',
  'composer/barred',
  'composer/left-drafts',
  'composer/kept-words',
  'composer/preview',
  'reading/help',
  'reading/walking',
  'host/looks',
  'host/settings',
  'host/sso',
  'host/colours',
  'message/ignored',
  'stream/answers/',
  'stream/polling',
].map((path) => `/forum/${path}`);
/** Beside what is ours alone, what the loader says to it. */
CHUNKS.push('/forum/host/host', '/forum/host/framed', '/loader/bridge', '/text/characters');

/**
 * The reader's page, the account page and the console, built apart: shared code would otherwise become a further file, which a
 * reader has to fetch after the first and which carries what only others need. Each gets hashed files and a manifest.
 */
const page = (name: string, chunks: readonly string[] = []) => ({
  consumer: 'client' as const,
  build: {
    outDir: `../../dist/public/assets/${name}`,
    emptyOutDir: true,
    assetsDir: '',
    manifest: 'manifest.json',
    modulePreload: false,
    sourcemap: true,
    target: 'es2022',
    rolldownOptions: {
      input: { [name]: `src/web/${name}/main.tsx` },
      // What chunks share with the core stays in the core, or it would be a further file to fetch at once.
      output: {
        codeSplitting: { groups: [{ name, test: (id: string) => !chunks.some((path) => id.includes(path)) }] },
      },
    },
  },
});

/** Vite's own helper would fetch a chunk's style sheets before it; ours have none, and it is 600 gzipped bytes of the core. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
};

/** A chunk is loaded by `import()` alone: what Vite puts around each call has nothing to do here, and is 26 gzipped bytes of the core. */
const bare = (code: string) =>
  code.replace(/__vitePreload\(\s*(?:async )?\(\)\s*=>\s*(import\([^)]*\))\s*,[^()]*\)/g, '$1');

/**
 * A browser remembers that a module could not be loaded, and asked again under the same name it fails without a request.
 * So each chunk's name ends in what src/web/forum/chunk.tsx counts up with every failure.
 */
const retried = (code: string) =>
  bare(code).replace(/\bimport\((["'])(\.\/[^"']+)\1\)/g, 'import($1$2$1 + (globalThis.chunkRetry ?? ""))');

/** Makes 350 gzipped bytes less of the core than the bundler's own minifier does. */
const minified: Plugin = {
  name: 'minified',
  renderChunk: {
    order: 'pre',
    handler: async (code) => {
      const { code: small, map } = await minify(retried(code), {
        module: true,
        compress: { ecma: 2022, passes: 3, pure_getters: true, unsafe: true, unsafe_arrows: true },
        mangle: true,
        sourceMap: true,
      });
      return { code: small, map: map ?? null };
    },
  },
};

export default defineConfig({
  root: 'src/web',
  base: '/assets/',
  publicDir: false,
  plugins: [texts(), plainImports, minified],
  // Not the automatic runtime: its calls are longer, by 250 gzipped bytes of the reader's script.
  oxc: {
    jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
    jsxInject: `import { Fragment, h } from 'preact';`,
  },
  environments: { forum: page('forum', CHUNKS), account: page('account'), console: page('console') },
  builder: {
    async buildApp(builder) {
      for (const name of ['forum', 'account', 'console']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
