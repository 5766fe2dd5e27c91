import { callsContract } from '#core/api/calls.ts';
import { clientsContract } from '#core/api/clients.ts';
import { complianceContract } from '#core/api/compliance.ts';
import { eventsContract } from '#core/api/events.ts';
import { importsContract } from '#core/api/imports.ts';
import { liveContract } from '#core/api/live.ts';
import { messagesContract } from '#core/api/messages.ts';
import { phoneContract } from '#core/api/phone.ts';
import { productsContract } from '#core/api/products.ts';
import { riskContract } from '#core/api/risk.ts';
import { sessionContract } from '#core/api/session.ts';
import { syncContract } from '#core/api/sync.ts';
import { todayContract } from '#core/api/today.ts';

/** Named, so that types made of the contract name its parts instead of spelling them out: the compiler sets a limit to that. */
export type Contract = {
  readonly session: typeof sessionContract;
  readonly live: typeof liveContract;
  readonly sync: typeof syncContract;
  readonly today: typeof todayContract;
  readonly clients: typeof clientsContract;
  readonly risk: typeof riskContract;
  readonly products: typeof productsContract;
  readonly calls: typeof callsContract;
  readonly phone: typeof phoneContract;
  readonly messages: typeof messagesContract;
  readonly events: typeof eventsContract;
  readonly imports: typeof importsContract;
};

/** Everything the screen may ask of the workstation, over whichever transport the shell provides. */
export const contract: Contract = {
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
  messages: messagesContract,
  events: eventsContract,
  imports: importsContract,
};
