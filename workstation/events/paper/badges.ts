import { badgePlace, type BadgeLayout } from '#core/events/badge-layout.ts';
import type { Id } from '#core/base/ids.ts';
import { eventPaperWords } from '#core/events/paper-words.ts';
import type { Language } from '#core/risk/step-text.ts';
import { readRow } from '#db/rows.ts';
import { drawQr } from '#workstation/events/paper/draw-qr.ts';
import { expectedGuests } from '#workstation/events/paper/expected.ts';
import { beginPdf, fitText, type Pdf, type PdfFile } from '#workstation/events/paper/pdf.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import { knownText } from '#workstation/risk/paper/print.ts';
import type { Station } from '#workstation/station.ts';

/** Which badges, in whose words. */
export interface BadgeWish {
  readonly eventId: Id;
  readonly layout: BadgeLayout;
  readonly order: 'NAME' | 'SEAT';
  readonly language: Language;
}

interface Badge {
  readonly name: string;
  readonly title: string;
  /** Host and seat with their labels, as far as there are any. */
  readonly facts: readonly string[];
  readonly seat: string | null;
  readonly code: string | null;
}

const mm = 72 / 25.4;
const ink = '#111111';
const dim = '#555555';

/** Prints the badges of everyone who may come, on sheets of the layout; null for no event. */
export async function printBadges(station: Station, wish: BadgeWish): Promise<PdfFile | null> {
  const event = readRow(station.db, 'event', wish.eventId)?.data;
  if (!event) return null;
  const { badge: words } = eventPaperWords(wish.language);
  const guests = expectedGuests(station, wish.eventId, wish.order);
  const { pdf, finish } = await beginPdf(station, { title: event.title, language: wish.language, margin: 0 });
  const turns = takeTurns(null);
  for (const [index, guest] of guests.entries()) {
    const { page, leftMm, topMm } = badgePlace(wish.layout, index);
    if (page > 0 && index % (wish.layout.columns * wish.layout.rows) === 0) pdf.addPage();
    const facts = [
      ...(guest.hostName === null ? [] : [`${words.host} ${guest.hostName}`]),
      ...(guest.seat === null ? [] : [`${words.seat} ${guest.seat}`]),
    ];
    const badge = { name: guest.name, title: event.title, facts, seat: guest.seat, code: guest.ticketCode };
    drawBadge(pdf, wish.layout, { badge, left: leftMm * mm, top: topMm * mm });
    await turns.pause();
  }
  return finish();
}

/** The name as large as it fits, the QR code right of it on wide badges and below it on tall ones. */
function drawBadge(
  pdf: Pdf,
  layout: BadgeLayout,
  { badge, left, top }: { readonly badge: Badge; readonly left: number; readonly top: number },
): void {
  const width = layout.widthMm * mm;
  const height = layout.heightMm * mm;
  const edge = Math.min(width, height) * 0.08;
  if (layout.hasCutLines) {
    pdf
      .lineWidth(0.3)
      .strokeColor('#bbbbbb')
      .dash(2, { space: 2 })
      .rect(left, top, width, height)
      .stroke()
      .undash();
  }
  const isTall = height > width;
  const qrSide = badge.code === null ? 0 : isTall ? width * 0.42 : Math.min(height * 0.5, width * 0.34);
  const textWidth = isTall || badge.code === null ? width - 2 * edge : width - 3 * edge - qrSide;
  const align = isTall ? ('center' as const) : ('left' as const);
  const line = (text: string, y: number, size: number): void => {
    const shown = knownText(pdf, text);
    const fitted = fitText(pdf, shown, { width: textWidth, size, least: size * 0.6 });
    pdf.text(fitted, left + edge, y, { width: textWidth, align, lineBreak: false });
  };
  const small = Math.min(height * 0.075, 13);
  pdf.fillColor(dim);
  line(badge.title, top + edge, small);
  const nameSize = isTall ? height * 0.13 : height * 0.27;
  const nameTop = isTall ? top + height * 0.2 : top + height * 0.3;
  pdf
    .fillColor(ink)
    .strokeColor(ink)
    .lineWidth(nameSize * 0.02);
  drawName(pdf, badge.name, { x: left + edge, y: nameTop, width: textWidth, size: nameSize, align });
  pdf.fillColor(ink);
  const factsTop = isTall ? top + height * 0.42 : top + height - edge - badge.facts.length * small * 1.45;
  for (const [index, fact] of badge.facts.entries()) line(fact, factsTop + index * small * 1.45, small * 1.1);
  if (badge.code === null) return;
  const qrLeft = isTall ? left + (width - qrSide) / 2 : left + width - edge - qrSide;
  const qrTop = isTall
    ? top + height - edge - qrSide - small * 1.6
    : top + (height - qrSide) / 2 - small * 0.4;
  drawQr(pdf, badge.code, { left: qrLeft, top: qrTop, side: qrSide });
  pdf.fillColor(dim);
  const code = fitText(pdf, badge.code, { width: qrSide, size: small * 0.75, least: 1 });
  const codeLeft = qrLeft + (qrSide - pdf.widthOfString(code)) / 2;
  pdf.text(code, codeLeft, qrTop + qrSide + 1, { lineBreak: false });
}

/**
 * Only one weight of the font ships: a thin outline makes the name bold. A long name of several words takes two lines rather
 * than letters nobody can read.
 */
function drawName(
  pdf: Pdf,
  name: string,
  at: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly size: number;
    readonly align: 'left' | 'center';
  },
): void {
  const text = knownText(pdf, name);
  pdf.fontSize(at.size);
  const isLong = pdf.widthOfString(text) > at.width * 1.7;
  const lines = isLong ? halves(text) : [text];
  const size = lines.length > 1 ? at.size * 0.6 : at.size;
  for (const [index, line] of lines.entries()) {
    const fitted = fitText(pdf, line, { width: at.width, size, least: size * 0.35 });
    const y = at.y + index * size * 1.15;
    pdf.text(fitted, at.x, y, {
      width: at.width,
      align: at.align,
      lineBreak: false,
      fill: true,
      stroke: true,
    });
  }
}

/** Parts a name at the blank or point nearest its middle; one of a single word stays whole. */
function halves(name: string): string[] {
  const breaks = [...name.matchAll(/[ ·•]/g)].map(({ index }) => index);
  const middle = breaks.toSorted((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return middle === undefined ? [name] : [name.slice(0, middle + 1).trim(), name.slice(middle + 1).trim()];
}
