import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

/** Where pictures go: beside the README when asked for (`PICTURES=1`), among the test's results otherwise. */
const folder = path.resolve(
  import.meta.dirname,
  '../..',
  process.env['PICTURES'] ? 'docs/pictures' : 'test-results/pictures',
);

/** Keeps a picture of what is on screen, without animations and carets, so that pictures can be compared. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
