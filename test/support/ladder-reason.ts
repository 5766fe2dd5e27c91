import { expect, type Locator, type Page } from '@playwright/test';

/** Gives the first reason offered where the desk asks why somebody is invited whom nobody talked to yet. */
export async function giveLadderReason(page: Page, invited: Locator): Promise<void> {
  const asked = page.locator('[data-prompt="ladder"]');
  await expect(asked.or(invited).first()).toBeVisible();
  if (await asked.isVisible()) await page.keyboard.press('Digit1');
}
