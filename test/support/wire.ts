import { uuidv7 } from 'uuidv7';
import type { Entity, RowData } from '#core/sync/entities.ts';
import { writeHlc } from '#core/sync/hlc.ts';
import type { Mutation, MutationResult, WireRow } from '#core/sync/protocol.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { clientRow } from '#test/support/rows.ts';

type Fields = Record<string, unknown>;

/** A whole client row with fake, unassigned contact data. */
export function clientData(over: Fields = {}): Fields {
  const known = { name: '赵测试', phone: '+8619900000000', ownerManagerId: 'anyone', source: 'test' };
  return { ...clientRow({ ...known, lawfulBasis: 'CONSENT' }), ...over };
}

/** A whole event row with the given hosts. */
export function eventData(hostManagerIds: string[], over: Fields = {}): Fields {
  const whole: RowData<'event'> = {
    title: '测试沙龙',
    city: '上海',
    venue: '一号厅',
    startsAt: 1_800_000_000_000,
    endsAt: 1_800_007_200_000,
    capacity: 20,
    isProductTalk: false,
    productIds: [],
    hostManagerIds,
    agenda: '',
    status: 'PLANNED',
    ticketKey: null,
  };
  return { ...whole, ...over };
}

/** A whole note (a fact) about a client. */
export function noteData(clientId: string, managerId: string, text = '记录'): RowData<'note'> {
  return { clientId, managerId, text, writtenAt: 1_790_000_000_000 };
}

/** A whole tag on a client. */
export function tagData(clientId: string, name = '测试'): RowData<'tag'> {
  return { clientId, name, setBy: 'rule', setAt: 1_790_000_000_000, expiresAt: null };
}

/** A whole open task about a client. */
export function taskData(clientId: string, managerId: string, over: Fields = {}): Fields {
  const whole: RowData<'task'> = {
    clientId,
    managerId,
    kind: 'CALLBACK',
    dueAt: 1_790_000_000_000,
    text: '',
    status: 'OPEN',
    fromContactId: null,
    closedAt: null,
  };
  return { ...whole, ...over };
}

type Given = Partial<Mutation> & { entity: Entity };

/** A mutation with ids of its own; creates by default, intended now. */
export function mutationOf(given: Given): Mutation {
  return {
    mid: uuidv7(),
    group: uuidv7(),
    command: 'test',
    id: uuidv7(),
    op: 'create',
    patch: {},
    base: 0,
    hlc: hlcAt(Date.now()),
    ...given,
    schema: given.schema ?? 1,
  };
}

/** An intent's clock reading at an instant. */
export function hlcAt(ms: number, counter = 0): string {
  return writeHlc({ ms, counter, device: 'test' });
}

/** Pushes as the device and returns the results in order. */
export async function pushAll(device: TestDevice, ...mutations: Mutation[]): Promise<MutationResult[]> {
  const { results } = await device.api.push({ mutations, clock: Date.now() });
  return results;
}

/** Pushes one mutation and returns its result. */
export async function pushOne(device: TestDevice, given: Given): Promise<MutationResult> {
  const [result] = await pushAll(device, mutationOf(given));
  if (!result) throw new Error('No result.');
  return result;
}

/** Creates a client of the device's manager and returns its confirmed row. */
export async function createClient(device: TestDevice, over: Fields = {}): Promise<WireRow> {
  const result = await pushOne(device, { entity: 'client', patch: clientData(over) });
  if (!result.row) throw new Error(`Refused: ${result.code} ${result.detail}`);
  return result.row;
}

/** What a device holds after applying pages by the protocol: rows by kind and id, and where it stands. */
export interface Copy {
  rows: Map<string, WireRow>;
  cursor: string;
}

/** Runs a first sync in pages of `limit` and returns the copy. */
export async function firstSync({ api }: TestDevice, limit = 2000): Promise<Copy> {
  const copy: Copy = { rows: new Map(), cursor: '' };
  let after: string | undefined;
  for (;;) {
    const page = await api.bootstrap({ limit, ...(after !== undefined && { after }) });
    for (const row of page.rows) apply(copy, row);
    copy.cursor = page.cursor;
    if (page.next === null) return copy;
    after = page.next;
  }
}

/** Pulls until nothing more comes, applying rows, gains and losses to the copy. */
export async function catchUp({ api }: TestDevice, copy: Copy, limit = 2000): Promise<Copy> {
  for (;;) {
    const page = await api.pull({ cursor: copy.cursor, limit });
    if (page.from !== copy.cursor) throw new Error('The page does not start where the device stands.');
    const lost = new Set(page.access.filter(({ kind }) => kind === 'lost').map(({ scope }) => scope));
    for (const [key, row] of copy.rows) if (lost.has(row.scope)) copy.rows.delete(key);
    for (const row of page.rows) apply(copy, row);
    copy.cursor = page.cursor;
    if (!page.more) return copy;
  }
}

function apply(copy: Copy, row: WireRow): void {
  const key = `${row.entity} ${row.id}`;
  if (row.data === null) copy.rows.delete(key);
  else copy.rows.set(key, row);
}
