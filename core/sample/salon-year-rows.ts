import type { SampleKit, SampleRow } from '#core/sample/book.ts';

/** The year's plan of the book's branch, with the salons that count for it. */
export function* salonYearRows(kit: SampleKit, eventIds: readonly string[]): Generator<SampleRow> {
  const seriesId = kit.newId();
  const targets = { 杭州: [3, 3, 4, 4], '': [1, 1, 1, 1] };
  const data = { name: '支行沙龙年度计划', year: Number(kit.today.slice(0, 4)), targets };
  yield { entity: 'eventSeries', id: seriesId, data };
  for (const eventId of eventIds) yield { entity: 'seriesEvent', id: eventId, data: { eventId, seriesId } };
}
