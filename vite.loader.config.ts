import { defineConfig } from 'vite';

/** embed.js: one small file with a name that never changes, because publishers paste it into their pages. */
export default defineConfig({
  root: 'src/web',
  publicDir: false,
  build: {
    outDir: '../../dist/public/loader',
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2022',
    lib: { entry: 'loader/embed.ts', formats: ['iife'], name: 'Rejoinder', fileName: () => 'embed.js' },
  },
});
