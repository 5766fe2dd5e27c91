import { dayMs, hourMs } from '#core/base/time.ts';
import type { ClientFields } from '#core/clients/client.ts';
import type { EventFields } from '#core/events/event.ts';
import type { ProductFields } from '#core/risk/product.ts';
import { productOf } from '#test/core/risk/support.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { addClient, addGuest, plan } from '#test/workstation/events/salon.ts';
import { confirmed, enrolOnPaper, publishedVersion } from '#test/support/published.ts';
import { riskDesk } from '#test/workstation/risk/support.ts';
import type { GatePath, NamedProduct } from '#workstation/risk/product-gate.ts';

/** What came of naming the product on a path. */
export interface Probed {
  /** The product was named, proposed, or what is about it was opened to the client. */
  readonly isNamed: boolean;
  /** What the screen says of the product; empty where nothing is to be said. */
  readonly told: readonly { readonly rule: NamedProduct['rule']; readonly missing?: readonly string[] }[];
}

/** A desk with one product on the shelf and a client, as the screen reaches it. */
export type World = ReturnType<typeof gateWorld>;

const productId = 'it';
const title = '固收专场';
const phone = '+8613800000001';
const person = { name: '王晓明', phone, birthDay: '1985-05-05', capacity: 'FULL' } as const;

/** Makes the world of one probe; `level` null = never tested. */
export function gateWorld(given: {
  readonly product?: Partial<ProductFields> | null;
  readonly level?: 'C2' | 'C4' | null;
  readonly client?: Partial<ClientFields>;
}) {
  const { station, client } = riskDesk([]);
  if (given.product !== null) {
    confirmed(station, 'product', productId, productOf('FUND', 'R4', { name: '成长股票', ...given.product }));
  }
  const clientId = addClient(station, { ...person, ...given.client });
  const level = given.level === undefined ? 'C4' : given.level;
  if (level !== null) {
    const row = riskTestRow({ clientId, takenAt: station.clock() - dayMs, level });
    confirmed(station, 'riskTest', station.newId(), row);
  }
  const talk = (over: Partial<EventFields> = {}): string => {
    const id = station.newId();
    const startsAt = station.clock() + dayMs + 4 * hourMs;
    const base = plan(station, { title, isProductTalk: true, productIds: [productId], startsAt });
    confirmed(station, 'event', id, {
      ...base,
      endsAt: startsAt + 2 * hourMs,
      hostManagerIds: [station.me.managerId],
      status: 'PLANNED',
      ticketKey: null,
      ...over,
    });
    return id;
  };
  return { station, client, clientId, talk };
}

/** Puts signed rules into force, from a moment ago; by default ones that this program cannot read. */
export function publishRules(
  { station }: Pick<World, 'station'>,
  content = '{"version":"of a later program"}',
): void {
  enrolOnPaper(station);
  const at = station.clock() - 1;
  const dated = { number: 2, effectiveFrom: at, publishedAt: at };
  publishedVersion(station, { kind: 'SUITABILITY', name: 'suitability', ...dated, content });
}

/** A message that names the product. */
export function draftOf(clientId: string) {
  const words = { body: '王晓明先生您好，成长股票近期开放申购，欢迎了解。', language: 'zh-CN' } as const;
  return { clientId, textId: 'manual-question-noted', channel: 'SMS', ...words } as const;
}

/** Names the product on every path, through the procedures a screen calls. */
export const probes: Readonly<Record<GatePath, (world: World) => Promise<Probed>>> = {
  CALL_LINE: async ({ client, clientId }) => {
    const { recommendable, blockedBy } = await client.risk.line({ clientId });
    return { isNamed: recommendable > 0, told: blockedBy ? [{ rule: blockedBy }] : [] };
  },
  CALL_SCRIPT: async ({ station, client, clientId, talk }) => {
    addGuest(station, talk(), { clientId, state: 'accepted' });
    const { script } = await client.calls.card({ clientId });
    return { isNamed: JSON.stringify(script.texts).includes(title), told: script.withheld };
  },
  TALK_INVITATION: async ({ client, clientId, talk }) => {
    const { invited, skipped } = await client.events.invite({
      eventId: talk(),
      clientIds: [clientId],
      from: 'LIST',
    });
    return { isNamed: invited.length > 0, told: skipped.flatMap(({ products }) => products) };
  },
  TALK_GUEST: async ({ station, client, clientId, talk }) => {
    const eventId = talk({ isProductTalk: false, productIds: [] });
    addGuest(station, eventId, { clientId, state: 'accepted' });
    const asked = { eventId, plan: { isProductTalk: true, productIds: [productId] } };
    const { refused } = await client.events.update(asked);
    const listed = await client.events.refused({ eventId });
    return { isNamed: refused === 0, told: listed.flatMap(({ products }) => products) };
  },
  TALK_LIST: async ({ client, talk }) => {
    const file = new Blob([`姓名,手机\n${person.name},${phone}`]);
    const wish = { file, fileName: 'list.csv', columns: null, defaultState: 'accepted' } as const;
    const { rows } = await client.events.guestList.take({ eventId: talk(), ...wish, samePersonRows: [] });
    const told = rows.flatMap(({ products }) => products);
    return { isNamed: rows.some(({ outcome }) => outcome === 'NEW'), told };
  },
  TALK_PLUS_ONE: async ({ station, client, talk }) => {
    const host = addGuest(station, talk(), { clientId: null, state: 'accepted' });
    const asked = { guestId: host, name: person.name, phone };
    return client.events.plusOne(asked).then(
      () => ({ isNamed: true, told: [] }),
      (error: { data?: { products?: NamedProduct[] } }) => ({
        isNamed: false,
        told: error.data?.products ?? [],
      }),
    );
  },
  TALK_DOOR: async ({ client, talk }) => {
    const asked = { eventId: talk(), name: person.name, phone };
    const { answer } = await client.events.walkIn(asked);
    return { isNamed: answer.result === 'OK', told: answer.products };
  },
  DRAFT: async ({ client, clientId }) => {
    const { products } = await client.messages.check(draftOf(clientId));
    const told = products.filter(({ openSteps }) => openSteps.length === 0);
    return { isNamed: told.length === 0, told };
  },
  SUGGESTION: async ({ client, clientId }) => {
    const { gaps, blockedBy } = await client.products.allocationGaps({ clientId });
    return { isNamed: gaps.length > 0, told: blockedBy ? [{ rule: blockedBy }] : [] };
  },
};
