import { defineConfig } from 'vite';

/** The reader's page and the console: hashed files and a manifest that the server reads. */
export default defineConfig({
  root: 'src/web',
  base: '/assets/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/public/assets',
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: false,
    sourcemap: true,
    target: 'es2022',
    rolldownOptions: {
      input: { forum: 'src/web/forum/main.tsx', console: 'src/web/console/main.tsx' },
    },
  },
});
