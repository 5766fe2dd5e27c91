import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Waits until nothing is loading and nothing moves. */
export async function settle(page: Page): Promise<void> {
  await page.mouse.move(700, 1);
  await page.waitForFunction(
    () =>
      document.querySelector('h1, main h2, [data-testid=door-input]') !== null &&
      document.querySelector('.mantine-Skeleton-root') === null &&
      document
        .getAnimations()
        .every(
          ({ effect, playState }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
        ),
  );
}

type Rules = 'all' | 'colours' | 'words';

/** Between the schemes only colours differ, between the languages only words; contrast takes axe longest. */
export const rulesIn = {
  zh: { light: 'all', dark: 'colours' },
  en: { light: 'words', dark: 'colours' },
} as const satisfies Record<string, Record<string, Rules>>;

/**
 * Names what is wrong with what is on screen: grave faults axe finds, scrolling sideways (or, on a page of fixed
 * height, at all), and names of texts where texts should be.
 */
export async function faultsOn(page: Page, rules: Rules, isFixed = false): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  if (rules === 'colours') axe.withRules(['color-contrast']);
  if (rules === 'words') axe.disableRules(['color-contrast']);
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
    );
  return [...grave, ...(await layoutFaults(page, isFixed)), ...(await rawKeys(page))];
}

async function layoutFaults(page: Page, isFixed: boolean): Promise<string[]> {
  return page.evaluate((fixed) => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const found: string[] = [];
    if (scrollWidth > clientWidth) found.push(`scrolls sideways by ${scrollWidth - clientWidth} px`);
    if (fixed && scrollHeight > clientHeight) found.push(`scrolls down by ${scrollHeight - clientHeight} px`);
    return found;
  }, isFixed);
}

/** Words on screen, or said to a screen reader, that are the name of a text and not the text; names are marked as such. */
async function rawKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const said = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((element) =>
      ['aria-label', 'placeholder', 'title'].map((name) => element.getAttribute(name) ?? ''),
    );
    const words = [document.body.innerText, ...said].join('\n');
    const names = [...document.querySelectorAll<HTMLElement>('[translate=no]')].map((one) => one.innerText);
    const keys = (words.match(/(?<![\w@/.])[a-z]\w*(?:[.:][A-Za-z_]\w*)+\b/g) ?? []).filter(
      (key) => !names.some((name) => name.startsWith(key)),
    );
    return [...new Set(keys)].map((key) => `raw text name ${key}`);
  });
}
