import { beijingText } from '#core/base/time.ts';
import type { Id } from '#core/base/ids.ts';
import { maskPhone } from '#core/clients/phone.ts';
import { standingOf } from '#core/events/counters.ts';
import { eventPaperWords, tierWord } from '#core/events/paper-words.ts';
import { doorWindowOf, foldPresences } from '#core/events/presence.ts';
import type { Language } from '#core/risk/step-text.ts';
import { factsOf } from '#db/queries/events.ts';
import { readRow } from '#db/rows.ts';
import { expectedGuests } from '#workstation/events/paper/expected.ts';
import { beginPdf, fitText, type Pdf, type PdfFile } from '#workstation/events/paper/pdf.ts';
import { sortKeyFor } from '#workstation/events/roster.ts';
import { takeTurns } from '#workstation/imports/turns.ts';
import { knownText } from '#workstation/risk/paper/print.ts';
import type { Station } from '#workstation/station.ts';

const margin = 34;
const footHeight = 18;
const rowHeight = 21;
const fontSize = 9;
/** Shares of the width: tick, initial, name, seat, phone, tier, host, state, code, time. */
const shares = [0.04, 0.03, 0.19, 0.09, 0.13, 0.07, 0.1, 0.08, 0.2, 0.07];
const boxSide = 9;
const ink = '#111111';
const dim = '#666666';

/**
 * Prints the list for the day everything fails: everyone who may come by pinyin, with a box to tick, host, masked phone, state
 * and ticket code, which can be typed at a desk afterwards. Null for no event.
 */
export async function printGuestList(
  station: Station,
  { eventId, language }: { readonly eventId: Id; readonly language: Language },
): Promise<PdfFile | null> {
  const event = readRow(station.db, 'event', eventId)?.data;
  if (!event) return null;
  const words = eventPaperWords(language);
  const guests = expectedGuests(station, eventId, 'NAME');
  const presences = foldPresences(factsOf(station.db, eventId), doorWindowOf(event));
  const title = `${words.list.title} ${event.title}`;
  const { pdf, finish } = await beginPdf(station, { title, language, margin });
  const summary = fill(words.list.summary, guests.length, beijingText(station.clock()).slice(0, 16));
  const place = [beijingText(event.startsAt).slice(0, 16), event.city, event.venue]
    .filter(Boolean)
    .join(' · ');
  drawHead(pdf, event.title, [`${place}`, summary]);
  drawCells(pdf, words.list.columns, { colour: dim, isTicked: false });
  const turns = takeTurns(null);
  let last = '';
  for (const guest of guests) {
    if (pdf.y + rowHeight > pdf.page.height - margin - footHeight) {
      pdf.addPage();
      drawCells(pdf, words.list.columns, { colour: dim, isTicked: false });
    }
    const initial = sortKeyFor(station, guest.name).slice(0, 1).toUpperCase();
    drawCells(
      pdf,
      [
        '',
        initial === last ? '' : initial,
        guest.name,
        guest.seat ?? '',
        guest.phone === null ? '' : maskPhone(guest.phone),
        tierWord(guest.tier, language),
        guest.hostName ?? '',
        words.standing[standingOf(guest.state, presences.get(guest.id))],
        guest.ticketCode ?? '',
        '',
      ],
      { colour: ink, isTicked: true },
    );
    last = initial;
    await turns.pause();
  }
  drawFeet(pdf, words.page);
  return finish();
}

function drawHead(pdf: Pdf, title: string, lines: readonly string[]): void {
  pdf.fillColor(ink).fontSize(16).text(knownText(pdf, title), margin, margin);
  pdf.fillColor(dim).fontSize(fontSize);
  for (const line of lines) pdf.text(knownText(pdf, line));
  pdf.moveDown(0.6);
}

function drawCells(
  pdf: Pdf,
  cells: readonly string[],
  { colour, isTicked }: { readonly colour: string; readonly isTicked: boolean },
): void {
  const width = pdf.page.width - 2 * margin;
  const top = pdf.y;
  let x = margin;
  for (const [column, cell] of cells.entries()) {
    const own = width * (shares[column] ?? 0.1);
    const size = column === 2 && isTicked ? fontSize + 2 : fontSize;
    pdf.fillColor(colour);
    const text = fitText(pdf, knownText(pdf, cell), { width: own - 5, size, least: size * 0.7 });
    pdf.text(text, x, top + (size > fontSize ? 2 : 4), { width: own, lineBreak: false });
    x += own;
  }
  if (isTicked)
    pdf
      .lineWidth(0.8)
      .strokeColor(ink)
      .rect(margin, top + 5, boxSide, boxSide)
      .stroke();
  pdf
    .lineWidth(0.3)
    .strokeColor('#cccccc')
    .moveTo(margin, top + rowHeight - 2)
    .lineTo(margin + width, top + rowHeight - 2)
    .stroke();
  pdf.x = margin;
  pdf.y = top + rowHeight;
}

function drawFeet(pdf: Pdf, words: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(start + index);
    pdf.page.margins.bottom = 0;
    pdf.fillColor(dim).fontSize(7.5);
    const width = pdf.page.width - 2 * margin;
    const text = fill(words, index + 1, String(count));
    pdf.text(text, margin, pdf.page.height - margin, { width, align: 'right', lineBreak: false });
  }
}

/** `#` stands for a number, `%` for a text. */
function fill(words: string, number: number, text: string): string {
  return words.replace('#', String(number)).replace('%', text);
}
