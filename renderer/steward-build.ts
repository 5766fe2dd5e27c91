import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

/**
 * Builds the steward page into `steward/` below the screen, as files of its own: a hub serves that folder on the venue's
 * LAN and nothing of the manager's program.
 */
export function withStewardPage(): Plugin {
  let outDir = '';
  let root = '';
  return {
    name: 'zhike-steward-page',
    apply: 'build',
    configResolved: (config) => {
      // Not this file's own folder: the desktop's configuration is bundled with it and runs from elsewhere.
      root = path.join(config.root, 'steward');
      outDir = path.resolve(config.root, config.build.outDir, 'steward');
    },
    closeBundle: async () => {
      await build({
        configFile: false,
        root,
        base: './',
        plugins: [react()],
        build: { outDir, emptyOutDir: true, target: 'es2023' },
      });
    },
  };
}
