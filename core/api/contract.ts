import { callsContract } from '#core/api/calls.ts';
import { clientsContract } from '#core/api/clients.ts';
import { complianceContract } from '#core/api/compliance.ts';
import { eventsContract } from '#core/api/events.ts';
import { importsContract } from '#core/api/imports.ts';
import { liveContract } from '#core/api/live.ts';
import { messagesContract } from '#core/api/messages.ts';
import { phoneContract } from '#core/api/phone.ts';
import { productsContract } from '#core/api/products.ts';
import { remindersContract } from '#core/api/reminders.ts';
import { riskContract } from '#core/api/risk.ts';
import { sessionContract } from '#core/api/session.ts';
import { syncContract } from '#core/api/sync.ts';
import { todayContract } from '#core/api/today.ts';
import { venueContract } from '#core/api/venue.ts';

const rooms = {
  session: sessionContract,
  live: liveContract,
  sync: syncContract,
  today: todayContract,
  clients: clientsContract,
  risk: riskContract,
  products: productsContract,
  compliance: complianceContract,
  calls: callsContract,
  phone: phoneContract,
  reminders: remindersContract,
  messages: messagesContract,
  events: eventsContract,
  venue: venueContract,
  imports: importsContract,
};

/** Named, so that types made of it name it instead of spelling it out: the compiler sets a limit to that. */
export type Contract = { [Room in keyof typeof rooms]: (typeof rooms)[Room] };

/** Everything the screen may ask of the workstation, over whichever transport the shell provides. */
export const contract: Contract = rooms;
