import type { FastifyInstance } from 'fastify';
import type { Centre } from '#central/centre.ts';

/** Where calendars are served; what stands behind it is a secret and in no log. */
export const calendarRoute = '/calendar/*';

/** Serves the calendars that managers subscribed to: read only, unchanged ones without their text. */
export function serveCalendars(app: FastifyInstance, centre: Centre): void {
  app.get<{ Params: { '*': string } }>(calendarRoute, async (request, reply) => {
    const secret = request.params['*'].replace(/\.ics$/, '');
    const calendar = await centre.calendar(secret);
    if (!calendar) return reply.status(404).send({ message: 'No such calendar.' });
    reply.headers({ etag: calendar.etag, 'cache-control': 'private, no-cache' });
    if (request.headers['if-none-match'] === calendar.etag) return reply.status(304).send();
    return reply.type('text/calendar; charset=utf-8').send(calendar.text);
  });
}
