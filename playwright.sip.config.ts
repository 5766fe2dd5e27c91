import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';

const media = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  // The network of this test is its loopback.
  '--allow-loopback-in-peer-connection',
];

/** The end-to-end set-up with a microphone that hums. Run by `npm run test:sip` only. */
export default defineConfig({
  ...base,
  testDir: 'test/sip',
  reporter: [['list']],
  use: {
    ...base.use,
    launchOptions: {
      ...base.use?.launchOptions,
      args: [...(base.use?.launchOptions?.args ?? []), ...media],
    },
  },
});
