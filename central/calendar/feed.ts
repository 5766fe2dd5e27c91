import { createHash, timingSafeEqual } from 'node:crypto';
import { dayMs, type Instant } from '#core/base/time.ts';
import { calendarText, type CalendarSalon } from '#core/events/calendar-text.ts';
import type { EventFields } from '#core/events/event.ts';
import { entities } from '#core/sync/entities.ts';
import type { WireRow } from '#core/sync/protocol.ts';
import type { CentreContext } from '#central/context.ts';
import type { Snapshot } from '#central/store/store.ts';
import type { Author } from '#central/sync/author.ts';
import { deviceToken, hashToken } from '#central/sync/device-contact.ts';

/** How long past salons stay in a calendar. */
const keptMs = 365 * dayMs;
const pageRows = 500;
const feedShape = /^[\w-]{1,64}\.[\w-]{1,64}\.[\w-]{43}$/;

/** A calendar that a program may subscribe to. */
export interface OpenedFeed {
  /** Its address at the centre: whoever has it reads when and where this manager's salons are. */
  readonly path: string;
  /** The name under which it is listed and revoked among the manager's devices. */
  readonly deviceId: string;
}

/**
 * Opens a calendar of a manager's salons under a secret address. It is listed and revoked like a device, and is none: what
 * is stored is no token's hash, since no token has a space, so that the address opens nothing but the calendar.
 */
export async function openFeed(centre: CentreContext, author: Author, name: string): Promise<OpenedFeed> {
  const { tenantId, managerId } = author;
  const deviceId = centre.newId();
  const secret = deviceToken(tenantId, deviceId, centre.randomBytes(32));
  const device = { deviceId, managerId, name, platform: 'calendar', appVersion: '' };
  await centre.store.write(tenantId, (tx) =>
    tx.addDevice({ ...device, tokenHash: feedHash(secret) }, centre.clock()),
  );
  return { path: `/calendar/${secret}.ics`, deviceId };
}

/** A calendar as it stands, and a tag that is the same as long as it is. */
export interface Calendar {
  readonly text: string;
  readonly etag: string;
}

/** Returns the calendar behind a secret; null where there is none, or it was revoked. */
export async function readFeed({ store, clock }: CentreContext, secret: string): Promise<Calendar | null> {
  if (!feedShape.test(secret)) return null;
  const [tenantId = '', deviceId = ''] = secret.split('.');
  const device = await store.findDevice(tenantId, deviceId);
  if (!device || device.revokedAt !== null) return null;
  if (!timingSafeEqual(device.tokenHash, feedHash(secret))) return null;
  const rows = await store.read(tenantId, (snapshot) => eventsOf(snapshot, device.managerId));
  const since = clock() - keptMs;
  const salons = rows.map(salonOf).filter(({ endsAt }) => endsAt >= since);
  const text = calendarText(salons.sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1)));
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

function feedHash(secret: string): Buffer {
  return hashToken(`calendar ${secret}`);
}

async function eventsOf(snapshot: Snapshot, managerId: string): Promise<WireRow[]> {
  const all: WireRow[] = [];
  for (let last = { scope: '', id: '' }; ;) {
    const page = await snapshot.visiblePage(managerId, {
      ...last,
      rank: entities.event.rank,
      limit: pageRows,
    });
    all.push(...page);
    const end = page.at(-1);
    if (!end || page.length < pageRows) return all;
    last = { scope: end.scope, id: end.id };
  }
}

/** The row's number grows with each change; a text that says the same has no later time. */
function salonOf({ id, seq, data }: WireRow): CalendarSalon {
  const { title, city, venue, startsAt, endsAt, agenda, status } = data as unknown as EventFields;
  const stampedAt: Instant = startsAt;
  return { id, title, city, venue, startsAt, endsAt, agenda, status, sequence: seq % 2 ** 31, stampedAt };
}
