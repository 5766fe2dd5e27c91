import type { Page } from '@playwright/test';

/** A scan and what the door answered. */
export interface Scanned {
  readonly desk: string;
  readonly code: string;
  readonly result: string;
}

/** A desk of the session: a browser on a machine of the venue, at the check-in screen or at the steward page. */
export interface DoorDesk {
  readonly name: string;
  readonly page: Page;
  readonly input: string;
  /** True while nobody may press: its workstation is gone. */
  isDown: boolean;
}

/** Scans a code as a keyboard-wedge scanner would and waits for the verdict on screen. */
export async function scanAt({ name, page, input }: DoorDesk, code: string): Promise<Scanned> {
  const panel = page.locator('[data-result]');
  await page.getByTestId(input).press('Escape');
  await panel.waitFor({ state: 'detached' });
  await page.getByTestId(input).fill(code);
  await page.getByTestId(input).press('Enter');
  await panel.waitFor();
  return { desk: name, code, result: (await panel.getAttribute('data-result')) ?? '' };
}
