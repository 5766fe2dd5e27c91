import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/start/browser.ts';

const executablePath = findBrowser() ?? undefined;

/** End-to-end tests in a real Chromium. Each test owns its data folder, its centre and its workstation, so files run side by side. */
export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // A test waits for the network and the screen about half of its time; more than two would be late for their own keys.
  workers: Math.min(2, availableParallelism()),
  timeout: 180_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
