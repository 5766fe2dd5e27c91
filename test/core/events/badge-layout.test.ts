import { create } from 'qrcode';
import { expect, test } from 'vitest';
import { badgeLayoutIds, badgeLayouts, badgePlace } from '#core/events/badge-layout.ts';
import { modulePath } from '#core/events/module-path.ts';

const a4 = { widthMm: 210, heightMm: 297 };

test('[EV130] every badge lies whole on its A4 sheet, none over another, page after page', () => {
  expect(badgeLayouts.map(({ id }) => id)).toEqual([...badgeLayoutIds]);
  for (const sheet of badgeLayouts) {
    const perPage = sheet.columns * sheet.rows;
    const places = Array.from({ length: perPage + 1 }, (_, index) => badgePlace(sheet, index));
    expect(places.map(({ page }) => page)).toEqual([...Array.from({ length: perPage }, () => 0), 1]);
    for (const { leftMm, topMm } of places) {
      expect(leftMm + sheet.widthMm).toBeLessThanOrEqual(a4.widthMm);
      expect(topMm + sheet.heightMm).toBeLessThanOrEqual(a4.heightMm);
    }
    for (const [index, one] of places.slice(0, perPage).entries()) {
      for (const other of places.slice(index + 1, perPage)) {
        const isBeside = Math.abs(one.leftMm - other.leftMm) >= sheet.widthMm - 0.01;
        expect(isBeside || Math.abs(one.topMm - other.topMm) >= sheet.heightMm - 0.01).toBe(true);
      }
    }
  }
});

test('[EV130] a QR code is drawn square by square as it was made, and a sealed code fits the smallest', () => {
  const { modules } = create('ZS0123456789ABCD', { errorCorrectionLevel: 'Q' });
  expect(modules.size).toBe(21);
  const drawn = new Set(
    [...modulePath(modules).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].flatMap(([, x, y, run]) =>
      Array.from({ length: Number(run) }, (_, step) => `${y} ${Number(x) + step}`),
    ),
  );
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      expect(drawn.has(`${row} ${column}`)).toBe(Boolean(modules.get(row, column)));
    }
  }
});
