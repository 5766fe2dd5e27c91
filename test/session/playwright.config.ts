import { defineConfig } from '@playwright/test';
import { findBrowser } from '#scripts/start/browser.ts';

const executablePath = findBrowser() ?? undefined;

/** Sessions too long for every run (`npm run session:calls`), in the same browser as the end-to-end tests. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/session',
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
