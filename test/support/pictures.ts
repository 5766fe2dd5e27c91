import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

/**
 * Keeps a picture of what is on screen among the test's results, and with `PICTURES=1` renews the one in the README,
 * where it shows a picture of that name.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const isWanted = process.env['PICTURES'] && readme.includes(`docs/pictures/${name}.png`);
  const file = path.join(root, isWanted ? 'docs/pictures' : 'test-results/pictures', `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
