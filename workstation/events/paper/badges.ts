import { badgePlace, type BadgeLayout } from '#core/events/badge-layout.ts';
import type { Id } from '#core/base/ids.ts';
import { eventPaperWords } from '#core/events/paper-words.ts';
import type { Language } from '#core/risk/step-text.ts';
import { readRow } from '#db/rows.ts';
import { drawQr } from '#workstation/events/paper/draw-qr.ts';
import { expectedGuests } from '#workstation/events/paper/expected.ts';
import { beginPdf, fitText, writeLine, type Pdf, type PdfFile } from '#workstation/events/paper/pdf.ts';
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
    const place = badgePlace(wish.layout, index);
    if (place.page > 0 && index % (wish.layout.columns * wish.layout.rows) === 0) pdf.addPage();
    const facts = [
      ...(guest.hostName === null ? [] : [`${words.host} ${guest.hostName}`]),
      ...(guest.seat === null ? [] : [`${words.seat} ${guest.seat}`]),
    ];
    const badge = { name: guest.name, title: event.title, facts, seat: guest.seat, code: guest.ticketCode };
    const frame = frameOf(wish.layout, place, badge.code !== null);
    if (wish.layout.hasCutLines) drawCutLines(pdf, frame);
    drawBadge(pdf, frame, badge);
    await turns.pause();
  }
  return finish();
}

/** Where the parts of a badge stand, in points. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly edge: number;
  /** Taller than wide: everything in the middle, the QR code below; else it stands on the right. */
  readonly isTall: boolean;
  readonly qrSide: number;
  readonly textWidth: number;
  /** Size of the small letters. */
  readonly small: number;
}

function frameOf(
  layout: BadgeLayout,
  place: { readonly leftMm: number; readonly topMm: number },
  hasCode: boolean,
): Frame {
  const [width, height] = [layout.widthMm * mm, layout.heightMm * mm];
  const edge = Math.min(width, height) * 0.08;
  const isTall = height > width;
  const qrSide = !hasCode ? 0 : isTall ? width * 0.42 : Math.min(height * 0.5, width * 0.34);
  const textWidth = isTall || !hasCode ? width - 2 * edge : width - 3 * edge - qrSide;
  const [left, top] = [place.leftMm * mm, place.topMm * mm];
  return { left, top, width, height, edge, isTall, qrSide, textWidth, small: Math.min(height * 0.075, 13) };
}

/** The name as large as it fits, the QR code right of it on wide badges and below it on tall ones. */
function drawBadge(pdf: Pdf, frame: Frame, badge: Badge): void {
  const { left, top, height, edge, isTall, textWidth, small } = frame;
  const align = isTall ? ('center' as const) : ('left' as const);
  const line = (text: string, y: number, size: number): void => {
    const fitted = fitText(pdf, knownText(pdf, text), { width: textWidth, size, least: size * 0.6 });
    writeLine(pdf, fitted, { x: left + edge, y, width: textWidth, align });
  };
  pdf.fillColor(dim);
  line(badge.title, top + edge, small);
  const size = isTall ? height * 0.13 : height * 0.27;
  const nameTop = isTall ? top + height * 0.2 : top + height * 0.3;
  drawName(pdf, badge.name, { x: left + edge, y: nameTop, width: textWidth, size, align });
  pdf.fillColor(ink);
  const factsTop = isTall ? top + height * 0.42 : top + height - edge - badge.facts.length * small * 1.45;
  for (const [index, fact] of badge.facts.entries()) line(fact, factsTop + index * small * 1.45, small * 1.1);
  if (badge.code !== null) drawCode(pdf, frame, badge.code);
}

/** The QR code and, to be typed where no scanner reads it, what it says. */
function drawCode(pdf: Pdf, frame: Frame, code: string): void {
  const { left, top, width, height, edge, isTall, qrSide, small } = frame;
  const qrLeft = isTall ? left + (width - qrSide) / 2 : left + width - edge - qrSide;
  const qrTop = isTall
    ? top + height - edge - qrSide - small * 1.6
    : top + (height - qrSide) / 2 - small * 0.4;
  drawQr(pdf, code, { left: qrLeft, top: qrTop, side: qrSide });
  pdf.fillColor(dim);
  const fitted = fitText(pdf, code, { width: qrSide, size: small * 0.75, least: 1 });
  writeLine(pdf, fitted, { x: qrLeft, y: qrTop + qrSide + 1, width: qrSide, align: 'center' });
}

function drawCutLines(pdf: Pdf, { left, top, width, height }: Frame): void {
  pdf.lineWidth(0.3).strokeColor('#bbbbbb').dash(2, { space: 2 });
  pdf.rect(left, top, width, height).stroke().undash();
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
  pdf
    .fillColor(ink)
    .strokeColor(ink)
    .lineWidth(at.size * 0.02)
    .fontSize(at.size);
  const isLong = pdf.widthOfString(text) > at.width * 1.7;
  const lines = isLong ? halves(text) : [text];
  const size = lines.length > 1 ? at.size * 0.6 : at.size;
  for (const [index, line] of lines.entries()) {
    const fitted = fitText(pdf, line, { width: at.width, size, least: size * 0.35 });
    const y = at.y + index * size * 1.15;
    writeLine(pdf, fitted, { ...at, y, fill: true, stroke: true });
  }
}

/** Parts a name at the blank or point nearest its middle; one of a single word stays whole. */
function halves(name: string): string[] {
  const breaks = [...name.matchAll(/[ ·•]/g)].map(({ index }) => index);
  const middle = breaks.toSorted((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
  return middle === undefined ? [name] : [name.slice(0, middle + 1).trim(), name.slice(middle + 1).trim()];
}
