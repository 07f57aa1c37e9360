import { defineConfig } from 'vite';

/**
 * The reader's page and the console, built apart: shared code would otherwise become a third file, which a reader has
 * to fetch after the first and which carries what only moderators need. Each gets hashed files and a manifest.
 */
const page = (name: string) => ({
  consumer: 'client' as const,
  build: {
    outDir: `../../dist/public/assets/${name}`,
    emptyOutDir: true,
    assetsDir: '',
    manifest: 'manifest.json',
    modulePreload: false,
    sourcemap: true,
    target: 'es2022',
    rolldownOptions: { input: { [name]: `src/web/${name}/main.tsx` } },
  },
});

export default defineConfig({
  root: 'src/web',
  base: '/assets/',
  publicDir: false,
  // Not the automatic runtime: its calls are longer, by 250 gzipped bytes of the reader's script.
  oxc: {
    jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
    jsxInject: `import { Fragment, h } from 'preact';`,
  },
  environments: { forum: page('forum'), console: page('console') },
  builder: {
    async buildApp(builder) {
      for (const name of ['forum', 'console']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
