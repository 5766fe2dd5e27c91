import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { projectDir } from '#scripts/start/build.ts';
import { provideBrowser } from '#scripts/test/browser.ts';

/** Draws the icons of the packed app from their SVG sources; run by hand when a drawing changes. */
const folder = path.join(projectDir, 'resources', 'icons');
const icoSizes = [16, 24, 32, 48, 64, 256];

const found = await provideBrowser();
if (!found) throw new Error('There is no Chromium to draw with.');
const browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] });
const page = await browser.newPage();
writeFileSync(path.join(folder, 'icon.png'), await draw(page, 'icon', 1024));
writeFileSync(path.join(folder, 'tray.png'), await draw(page, 'tray', 16));
writeFileSync(path.join(folder, 'tray@2x.png'), await draw(page, 'tray', 32));
const images: Buffer[] = [];
for (const size of icoSizes) images.push(await draw(page, 'icon', size));
writeFileSync(path.join(folder, 'icon.ico'), icoOf(images));
await browser.close();

async function draw(target: Page, name: string, size: number): Promise<Buffer> {
  const svg = readFileSync(path.join(folder, `${name}.svg`), 'utf8');
  await target.setViewportSize({ width: size, height: size });
  await target.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return target.screenshot({ omitBackground: true });
}

/** A Windows icon: a directory of PNG images. */
function icoOf(images: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, image] of images.entries()) {
    const size = icoSizes[index] ?? 0;
    const entry = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(image.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  }
  return Buffer.concat([head, ...images]);
}
