import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { withStewardPage } from './renderer/steward-build.ts';

const root = import.meta.dirname;
/**
 * Builds the desktop shell: main and the workstation's service, the preload, and the same screen as the browser's. Main
 * loads its packages from node_modules, which are packed with it; the program's own sources are bundled.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: [] },
      license: { fileName: 'licenses.json' },
      rollupOptions: {
        external: ['electron'],
        input: {
          index: path.join(root, 'electron/main/index.ts'),
          service: path.join(root, 'electron/service/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        external: ['electron'],
        input: { index: path.join(root, 'electron/preload/index.ts') },
        // A sandboxed preload is a classic script: one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    base: './',
    plugins: [react(), withStewardPage()],
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      target: 'es2023',
      chunkSizeWarningLimit: 1200,
      license: { fileName: 'licenses.json' },
      rollupOptions: { input: path.join(root, 'renderer/index.html') },
    },
  },
});
