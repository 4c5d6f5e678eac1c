import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** The screens: sources in `ui/`, built into `dist/`, which the app embeds. */
export default defineConfig({
  root: 'ui',
  base: './',
  cacheDir: '../node_modules/.vite',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // The oldest web view that is supported: WebKitGTK 2.40, which is Safari 16.4's engine.
    target: ['es2022', 'safari16.4'],
    // The content security policy lets fonts and styles come from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ['**/*.test.ts'], environment: 'node' },
});
