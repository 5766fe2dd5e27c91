import { callsRouter } from '#workstation/calls/router.ts';
import { clientsRouter } from '#workstation/clients/router.ts';
import { complianceRouter } from '#workstation/compliance/router.ts';
import { eventsRouter } from '#workstation/events/router.ts';
import { importsRouter } from '#workstation/imports/router.ts';
import { liveRouter } from '#workstation/live/router.ts';
import { messagesRouter } from '#workstation/messages/router.ts';
import { phoneRouter } from '#workstation/phone/router.ts';
import { remindersRouter } from '#workstation/reminders/router.ts';
import { productsRouter } from '#workstation/products/router.ts';
import { riskRouter } from '#workstation/risk/router.ts';
import { sessionRouter } from '#workstation/session/router.ts';
import { syncRouter } from '#workstation/sync/router.ts';
import { todayRouter } from '#workstation/today/router.ts';
import { venueRouter } from '#workstation/venue/router.ts';

/** Implements core/api/contract.ts; served over a MessagePort (desktop) or a WebSocket (browser). */
export const router = {
  session: sessionRouter,
  live: liveRouter,
  sync: syncRouter,
  today: todayRouter,
  clients: clientsRouter,
  risk: riskRouter,
  products: productsRouter,
  compliance: complianceRouter,
  calls: callsRouter,
  phone: phoneRouter,
  reminders: remindersRouter,
  messages: messagesRouter,
  events: eventsRouter,
  venue: venueRouter,
  imports: importsRouter,
};
