import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createStewardRoster } from '#workstation/venue/steward-roster.ts';
import type { GatePath, NamedProduct } from '#workstation/risk/product-gate.ts';
import { addGuest } from '#test/workstation/events/salon.ts';
import { draftOf, probes, type Probed, type World } from '#test/workstation/gates/probes.ts';

/** One way on which a path is gone: several procedures may ask one gate, each of which could pass over its answer. */
interface Way {
  readonly path: GatePath;
  readonly way: string;
  readonly probe: (world: World) => Promise<Probed>;
}

const furtherWays: readonly Way[] = [
  {
    path: 'TALK_INVITATION',
    way: 'guests of an earlier event invited again',
    probe: async ({ station, client, clientId, talk }) => {
      const fromEventId = talk({ isProductTalk: false, productIds: [] });
      addGuest(station, fromEventId, { clientId, state: 'accepted' });
      const { invited, skipped } = await client.events.inviteAgain({ eventId: talk(), fromEventId });
      return { isNamed: invited.length > 0, told: skipped.flatMap(({ products }) => products) };
    },
  },
  {
    path: 'TALK_DOOR',
    way: 'a guest of the list let in',
    probe: async ({ station, client, clientId, talk }) => {
      const guestId = addGuest(station, talk(), { clientId, state: 'confirmed' });
      const answer = await client.events.admit({ guestId, overrideReason: null });
      return { isNamed: answer.result === 'OK', told: answer.products };
    },
  },
  {
    path: 'DRAFT',
    way: 'the words of a message given out',
    probe: async ({ station, client, clientId }) =>
      client.messages.take({ ...draftOf(clientId), contactId: station.newId() }).then(
        () => ({ isNamed: true, told: [] }),
        // What waits for a step only is named once it is done; anything but the gate's answer is no answer here.
        (error: { code?: string; data?: { products: NamedProduct[] } }) => {
          if (error.code !== 'BLOCKED') throw error;
          const told = (error.data?.products ?? []).filter(({ openSteps }) => openSteps.length === 0);
          return { isNamed: told.length === 0, told };
        },
      ),
  },
  {
    path: 'TALK_GUEST',
    way: "a guest on a helper's list",
    probe: async ({ station, client, clientId, talk }) => {
      const eventId = talk();
      addGuest(station, eventId, { clientId, state: 'confirmed' });
      const roster = createStewardRoster(station, eventId);
      const isForHost = roster.read().guests.some((guest) => guest.isForHost);
      roster.stop();
      const listed = await client.events.refused({ eventId });
      return { isNamed: !isForHost, told: listed.flatMap(({ products }) => products) };
    },
  },
];

/** Every way of every path: a path that is added without a probe has a way that cannot be gone. */
export const waysOf = (paths: readonly GatePath[]): Way[] => [
  ...paths.map((path) => ({ path, way: 'the first', probe: probes[path] })),
  ...furtherWays,
];

/** Who asks the gate, and on which ways that is tested: `gates.test.ts` compares this with the sources. */
export const askers: Readonly<Record<string, readonly GatePath[]>> = {
  'calls/card.ts': ['CALL_SCRIPT'],
  'calls/script-products.ts': ['CALL_SCRIPT'],
  'events/door-gate.ts': ['TALK_DOOR'],
  'events/door.ts': ['TALK_DOOR'],
  'events/guest-list/judge.ts': ['TALK_LIST'],
  'events/guest-list/take.ts': ['TALK_LIST'],
  'events/guest-list/work.ts': ['TALK_LIST'],
  'events/invite.ts': ['TALK_INVITATION'],
  'events/plan.ts': ['TALK_GUEST'],
  'events/plus-one.ts': ['TALK_PLUS_ONE'],
  'events/router.ts': ['TALK_INVITATION', 'TALK_GUEST'],
  'events/talk-guests.ts': ['TALK_GUEST'],
  'messages/router.ts': ['DRAFT'],
  'messages/send.ts': ['DRAFT'],
  'messages/verdict.ts': ['DRAFT'],
  'products/allocation-gaps.ts': ['SUGGESTION'],
  'products/router.ts': ['SUGGESTION'],
  'risk/gone-tasks.ts': ['TALK_GUEST'],
  'risk/verdict-router.ts': ['CALL_LINE'],
  'risk/watch.ts': ['TALK_GUEST'],
  'venue/steward-roster.ts': ['TALK_GUEST'],
};

/** Who reads the shelf beside the gate and those who ask it, and why no client hears of a product there. */
export const shelfReaders: Readonly<Record<string, string>> = {
  'products/router.ts': "the manager's own list of products and holders",
  'risk/matter.ts': 'the card of one verdict, which is the judgement itself',
  'risk/paper/words.ts': 'the paper of a step that was signed',
  'risk/product-gate.ts': 'the gate',
  'risk/rematch.ts': 'what is held already: its new rating is told, nothing is offered',
  'risk/waiting-time.ts': 'a step that was recorded: whether its waiting still counts, nothing is offered',
  'risk/verdict-router.ts': 'the shelf judged line by line',
};

const gateWords =
  /\b(productGate|type ProductGate|ProductGate|judgeGuests|noteAtDoor|judgeDraft|judgeScript|allocationGapsOf|flagTalksToCome)\b/;
const shelfWords = /\b(shelfOf|productRows)\b/;
const root = path.resolve(import.meta.dirname, '../../../workstation');

/** Returns the files of the workstation that import one of the names, as paths below it. */
function importersOf(names: RegExp): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => {
      const imports = readFileSync(path.join(root, name), 'utf8').match(/^import [^;]*;/gms) ?? [];
      return imports.some((one) => names.test(one));
    })
    .sort();
}

export const gateImporters = (): string[] => importersOf(gateWords);
export const shelfImporters = (): string[] => importersOf(shelfWords);
