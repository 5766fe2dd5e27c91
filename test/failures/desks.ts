import { afterEach } from 'vitest';
import { uuidv7 } from 'uuidv7';
import { createHlc } from '#core/sync/hlc.ts';
import { compareDigests, type Comparison } from '#core/sync/compare.ts';
import { entityNames, type Entity } from '#core/sync/entities.ts';
import type { DigestTables } from '#core/sync/protocol.ts';
import type { RowChange } from '#db/changes/commit.ts';
import { hashOf } from '#db/row-hash.ts';
import { listParked } from '#db/changes/parking.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import { readRow, tableOf } from '#db/rows.ts';
import { readIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { Enrolment } from '#workstation/sync/enrol.ts';
import { startSync, type SyncOptions } from '#workstation/sync/engine.ts';
import { commit, type Station } from '#workstation/station.ts';
import { centralApi, type CentralApi, type TestCentral } from '#test/support/central-server.ts';
import { stationOf } from '#test/support/enrolled-station.ts';
import { enrolled } from '#test/support/enrolled.ts';
import { manualTimers, type ManualTimers } from '#test/support/manual-timers.ts';
import { freshStoreFile, openTestStore } from '#test/support/store.ts';
import { clientData, noteData } from '#test/support/wire.ts';

/** A call to the centre under way: `name` is the last part of its path (`push`, `pull`, `digest`…). */
export interface Call {
  readonly name: string;
  readonly request: Request;
  /** Takes it to the centre and brings the answer back. */
  readonly send: () => Promise<Response>;
}

/** What becomes of a call: passed on, lost, held, doubled. */
export type Network = (call: Call) => Promise<Response>;

/** A workstation of a failure test: a real store and engine, and a network and clock that the test bends. */
export interface Desk {
  readonly station: Station;
  readonly db: WritableDb;
  readonly file: string;
  readonly sync: SyncEngine;
  readonly timers: ManualTimers;
  readonly enrolment: Enrolment;
  centralUrl: string;
  network: Network;
  /** How far this device's clock is ahead, in milliseconds. */
  skewMs: number;
}

export interface DeskOptions extends Partial<SyncOptions> {
  readonly enrolment?: Enrolment;
  readonly file?: string;
  /** Is given the store as soon as it is open, before anything is prepared on it. */
  readonly tap?: (db: WritableDb, file: string) => void;
  readonly network?: Network;
}

/** Where a desk sits. */
export interface Place {
  readonly central: TestCentral;
  readonly tenantId: string;
  readonly managerId: string;
}

export const passOn: Network = ({ send }) => send();
export const lost = (): never => {
  throw new TypeError('fetch failed');
};
/** Everything passes but comparing: a difference is then neither found nor mended by the engine itself. */
export const unproved: Network = ({ name, send }) => (name.startsWith('digest') ? lost() : send());

const engines: SyncEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

/** Opens a desk: a new device unless an enrolment and a store's file are given. */
export async function openDesk(place: Place, options: DeskOptions = {}): Promise<Desk> {
  const { file = freshStoreFile(), tap, network = passOn, ...rest } = options;
  const enrolment = options.enrolment ?? (await enrolled(place.central, place.tenantId, place.managerId));
  const db = openTestStore(file);
  tap?.(db, file);
  const timers = manualTimers();
  const centralUrl = options.centralUrl ?? place.central.url;
  const state = { network, skewMs: 0, centralUrl };
  const clock = (): number => Date.now() + state.skewMs;
  const nextHlc = createHlc(clock, enrolment.deviceId, hlcStore(db));
  const station: Station = { ...stationOf(enrolment, db), clock, nextHlc };
  const bent: typeof fetch = (input, init) => {
    const request = input as Request;
    const name = new URL(request.url).pathname.split('/').at(-1) ?? '';
    return state.network({ name, request, send: () => fetch(request, init) });
  };
  const deviceToken = readIdentity(db)?.deviceToken ?? enrolment.deviceToken;
  const access = { centralUrl, deviceToken, fetch: bent };
  const sync = startSync({ timers, random: () => 0.5, ...rest, ...access, station });
  engines.push(sync);
  return Object.assign(state, { station, db, file, sync, timers, enrolment });
}

/** Makes a branch with managers at the centre. */
export async function placesOf(central: TestCentral, ...names: string[]): Promise<Place[]> {
  const tenantId = await central.createBranch('示例支行');
  const places: Place[] = [];
  for (const name of names) {
    places.push({ central, tenantId, managerId: await central.createManager(tenantId, name) });
  }
  return places;
}

type Fields = Record<string, unknown>;

/** Commits one command of one row at a desk and returns the row's id. */
export function change(
  desk: Desk,
  op: RowChange['op'],
  entity: Entity,
  id: string,
  data: Fields = {},
): string {
  const part = op === 'create' ? { data } : op === 'patch' ? { patch: data } : {};
  commit(desk.station, `${entity}.${op}`, [{ op, entity, id, ...part } as RowChange]);
  return id;
}

/** Adds a client at a desk and returns its id. */
export function addClient(desk: Desk, over: Fields = {}): string {
  const ownerManagerId = desk.station.me.managerId;
  return change(desk, 'create', 'client', uuidv7(), clientData({ ownerManagerId, ...over }));
}

/** Corrects fields of a client at a desk. */
export function correct(desk: Desk, id: string, fields: Fields): void {
  change(desk, 'patch', 'client', id, fields);
}

/** Adds a note about a client at a desk and returns its id. */
export function addNote(desk: Desk, clientId: string, text = '记录'): string {
  return change(desk, 'create', 'note', uuidv7(), noteData(clientId, desk.station.me.managerId, text));
}

/** What a desk shows of a client; null where it shows none. */
export function shown(desk: Desk, id: string): Fields | null {
  return readRow(desk.db, 'client', id)?.data ?? null;
}

/** The texts of a client's notes at a desk, oldest first. */
export function notesOf({ db }: Desk, clientId: string): string[] {
  const text = 'SELECT text FROM note WHERE client_id = ? ORDER BY id';
  return db.prepare(text).pluck().all(clientId) as string[];
}

/** The centre as this desk's device may ask it, past the engine and its network. */
export function apiOf({ centralUrl, enrolment, db }: Desk): CentralApi {
  return centralApi(centralUrl, readIdentity(db)?.deviceToken ?? enrolment.deviceToken);
}

/** The id under which a desk's device is known at the centre now. */
export function deviceIdOf({ enrolment, db }: Desk): string {
  return readIdentity(db)?.deviceId ?? enrolment.deviceId;
}

/** Lets a desk find another centre behind the address it knows. */
export function redirect(desk: Desk, url: string): void {
  desk.centralUrl = url;
  desk.network = ({ request }) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(new URL(pathname + search, url), request));
  };
}

/**
 * Compares a desk's rows, hashed from their values here, with the centre's digest, as both lie there now: nothing is
 * pulled, mended or adopted. Throws where the desk has not pulled everything or waits for answers.
 */
export async function compareAsIs(desk: Desk): Promise<Comparison> {
  const cursor = readSyncState<string>(desk.db, 'cursor') ?? '';
  const { current, tables } = await apiOf(desk).digest({
    cursor,
  });
  const waiting = desk.db.prepare('SELECT count(*) FROM outbox').pluck().get();
  if (!current || waiting !== 0) throw new Error('The desk is not up to date.');
  return compareDigests(digestOfValues(desk.db), tables);
}

/** Adds up the hashes of a store's rows, computed from their values as they lie there. */
export function digestOfValues(db: WritableDb): DigestTables {
  const tables: Record<string, Record<string, [number, number, number]>> = {};
  const parked = new Map(listParked(db).map((row) => [`${row.entity}/${row.id}`, row]));
  const add = (entity: string, id: string, data: Fields): void => {
    const { hi, lo } = hashOf(entity, id, data);
    const bucket = ((tables[entity] ??= {})[id.slice(-2)] ??= [0, 0, 0]);
    bucket[0] += 1;
    bucket[1] += hi;
    bucket[2] += lo;
  };
  for (const { entity, id, data } of parked.values()) add(entity, id, data ?? {});
  for (const entity of entityNames) {
    for (const id of db
      .prepare(`SELECT id FROM ${tableOf(entity).name}`)
      .pluck()
      .all() as string[]) {
      const row = parked.has(`${entity}/${id}`) ? null : readRow(db, entity, id);
      if (row) add(entity, id, row.data);
    }
  }
  return tables as DigestTables;
}
