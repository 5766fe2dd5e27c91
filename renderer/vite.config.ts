import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { withStewardPage } from './steward-build.ts';

/** Builds the screen for the browser shell; electron.vite.config.ts builds the same sources for the desktop. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react(), withStewardPage()],
  build: {
    outDir: path.resolve(import.meta.dirname, '../out/web'),
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1200,
    license: { fileName: 'licenses.json' },
  },
});
