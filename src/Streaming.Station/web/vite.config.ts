import { defineConfig } from 'vite';

// Everything the page needs is in its own few files: no outside font, script or map, so that it works in a network of its own.
// Their names stand still; the service lets browsers keep them only as long as they are the same. They are named from where the page is, which a proxy
// may put under a path of its own.
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false,
    rolldownOptions: { output: { entryFileNames: 'station.js', assetFileNames: 'station.[ext]' } },
  },
});
