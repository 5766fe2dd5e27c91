import { z } from 'zod';
import layoutsJson from '#resources/badge-layouts-v1.json' with { type: 'json' };

/** The sheets badges are printed on; data, since shops sell others. Millimetres on A4. */
export const badgeLayoutIds = ['CARD_90X54', 'CARD_90X65', 'A6', 'LABEL_63X38'] as const;

const layout = z.object({
  id: z.enum(badgeLayoutIds),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  columns: z.int().positive(),
  rows: z.int().positive(),
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
  leftMm: z.number().min(0),
  topMm: z.number().min(0),
  gapXMm: z.number().min(0),
  gapYMm: z.number().min(0),
  /** True where the sheet is plain paper to be cut. */
  hasCutLines: z.boolean(),
});
export type BadgeLayout = z.infer<typeof layout>;

/** Every sheet known, the usual one first. */
export const badgeLayouts: readonly BadgeLayout[] = z
  .object({ version: z.int(), effective: z.string(), source: z.string(), layouts: z.array(layout).min(1) })
  .parse(layoutsJson).layouts;

/** Where a badge lies: its page from 0 and its upper left corner in millimetres. */
export interface BadgePlace {
  readonly page: number;
  readonly leftMm: number;
  readonly topMm: number;
}

/** Returns the place of the badge with this number, from 0, row by row. */
export function badgePlace(sheet: BadgeLayout, index: number): BadgePlace {
  const perPage = sheet.columns * sheet.rows;
  const onPage = index % perPage;
  const row = Math.floor(onPage / sheet.columns);
  const column = onPage % sheet.columns;
  return {
    page: Math.floor(index / perPage),
    leftMm: sheet.leftMm + column * (sheet.widthMm + sheet.gapXMm),
    topMm: sheet.topMm + row * (sheet.heightMm + sheet.gapYMm),
  };
}
