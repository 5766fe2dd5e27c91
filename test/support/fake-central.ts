import { createHash } from 'node:crypto';
import { ORPCError } from '@orpc/client';
import { sumKinds } from '#core/sync/compare.ts';
import { bucketOf, rowHash } from '#core/sync/digest.ts';
import { entities, entityNames, scopeOf, type Entity } from '#core/sync/entities.ts';
import { mergePatch, type FieldMarks } from '#core/sync/merge.ts';
import {
  protocolVersion,
  schemaVersion,
  type AccessChange,
  type KnownMutation,
  type Mutation,
  type MutationResult,
  type WireRow,
} from '#core/sync/protocol.ts';
import type { CentralClient } from '#workstation/sync/central-client.ts';

type Call = keyof Omit<CentralClient, 'admin'>;
type Moment = ReturnType<typeof structuredClone<object>>;

/** A centre in memory that speaks the contract, for faults a real one will not commit on demand. */
export interface FakeCentral {
  /** A device's line to it; `managerId` decides what it sees. */
  readonly connect: (device: { deviceId: string; managerId: string }) => CentralClient;
  /** Writes a row as the centre itself. */
  readonly put: (entity: Entity, id: string, data: Record<string, unknown> | null) => WireRow;
  readonly assign: (scope: string, managerId: string) => void;
  readonly rows: Map<string, WireRow>;
  readonly state: {
    epoch: string;
    now: () => number;
    protocol: number;
    schema: number;
    seq: number;
    /** After a restore: the number up to which the histories of both epochs agree. */
    sharedSeq: number;
    /** Cursors below it are answered BEHIND_HORIZON. */
    horizon: number;
  };
  /** Goes back to an earlier moment, in a new epoch: `moment` as {@link FakeCentral.remember} returned it. */
  readonly restore: (moment: Moment) => void;
  readonly remember: () => Moment;
  readonly revoked: Set<string>;
  /** What revoked devices handed in, by mid. */
  readonly quarantine: Map<string, Mutation>;
  /** Runs around every call: may throw before it, drop or change its answer. */
  around: (name: Call, answer: () => unknown, input: unknown) => Promise<unknown>;
  readonly calls: Call[];
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Makes an empty fake centre. Merging is the real core/sync/merge.ts; storage and access are as simple as can be. */
export function fakeCentral(now: () => number): FakeCentral {
  const rows = new Map<string, WireRow>();
  const marks = new Map<string, FieldMarks>();
  const owners = new Map<string, string>();
  const access: (AccessChange & { managerId: string })[] = [];
  const decided = new Map<string, MutationResult>();
  const pushes = new Map<string, { no: number; text: string }>();
  const revoked = new Set<string>();
  const quarantine = new Map<string, Mutation>();
  const state = {
    epoch: 'epoch-1',
    now,
    protocol: protocolVersion,
    schema: schemaVersion,
    seq: 0,
    sharedSeq: 0,
    horizon: 0,
  };
  const keyOf = (row: { entity: string; id: string }) => `${row.entity}/${row.id}`;
  const sees = (managerId: string, scope: string) =>
    scope === 'tenant' || scope.startsWith('event:') || owners.get(scope) === managerId;
  const visible = (managerId: string) => [...rows.values()].filter((row) => sees(managerId, row.scope));

  const put = (entity: Entity, id: string, data: Record<string, unknown> | null): WireRow => {
    const scope = data ? scopeOf(entity, id, data) : (rows.get(keyOf({ entity, id }))?.scope ?? 'tenant');
    state.seq += 1;
    const row = { entity, id, scope, seq: state.seq, data };
    rows.set(keyOf(row), row);
    if (entity === 'client' && data && !owners.has(scope)) owners.set(scope, String(data['ownerManagerId']));
    return row;
  };
  const assign = (scope: string, managerId: string) => {
    const from = owners.get(scope);
    owners.set(scope, managerId);
    state.seq += 1;
    if (from) access.push({ seq: state.seq, scope, kind: 'lost', managerId: from });
    access.push({ seq: state.seq, scope, kind: 'gained', managerId });
    const key = `client/${scope.slice(7)}`;
    const client = rows.get(key);
    if (client?.data) put('client', client.id, { ...client.data, ownerManagerId: managerId });
  };
  const reject = (mid: string, code: MutationResult['code']): MutationResult => ({
    mid,
    status: 'rejected',
    code,
    detail: null,
    row: null,
  });
  const hold = (mid: string): MutationResult => ({
    mid,
    status: 'held',
    code: 'NEWER_SCHEMA',
    detail: null,
    row: null,
  });
  const decide = (
    mutation: KnownMutation,
    device: { deviceId: string; managerId: string },
  ): MutationResult => {
    const { mid, entity, id, op } = mutation;
    const current = rows.get(keyOf(mutation));
    if (mutation.schema > state.schema && !isJudged(mutation)) {
      return hold(mid);
    }
    if (op === 'create') {
      if (current) return reject(mid, current.data ? 'ID_TAKEN' : 'GONE');
      const parsed = entities[entity].fields.safeParse(mutation.patch);
      if (!parsed.success) return reject(mid, 'INVALID');
      const row = put(entity, id, parsed.data);
      if (!sees(device.managerId, row.scope)) {
        rows.delete(keyOf(row));
        return reject(mid, 'NO_ACCESS');
      }
      return { mid, status: 'applied', code: null, detail: null, row };
    }
    if (!current?.data) return reject(mid, 'GONE');
    if (!sees(device.managerId, current.scope)) return reject(mid, 'NO_ACCESS');
    if (op === 'delete') {
      return { mid, status: 'applied', code: null, detail: null, row: put(entity, id, null) };
    }
    const target = { entity, data: current.data, marks: marks.get(keyOf(mutation)) ?? {} };
    const merged = mergePatch(target, { ...mutation, ...device });
    const row = put(entity, id, { ...current.data, ...merged.changes });
    const mark = [row.seq, mutation.hlc, device.deviceId, device.managerId] as const;
    const own = Object.fromEntries(Object.keys(merged.changes).map((field) => [field, mark]));
    marks.set(keyOf(mutation), { ...target.marks, ...own });
    for (const lost of merged.lost) {
      state.seq += 1;
      put('conflict', `conflict-${state.seq}`, {
        ...lost,
        aboutScope: row.scope,
        entity,
        rowId: id,
        winner: JSON.stringify(lost.winner),
        loser: JSON.stringify(lost.loser),
        decidedAt: state.now(),
      });
    }
    return { mid, status: merged.lost.length > 0 ? 'merged' : 'applied', code: null, detail: null, row };
  };

  const hashesOf = (managerId: string) =>
    visible(managerId).flatMap(({ entity, id, seq, data }) =>
      data ? [{ entity, id, seq, ...rowHash(sha256, entity, id, data) }] : [],
    );
  const epochChanged = () =>
    new ORPCError('EPOCH_CHANGED', { status: 409, data: { epoch: state.epoch, seq: state.sharedSeq } });
  const checkPushNo = (deviceId: string, pushNo: number | undefined, mutations: Mutation[]) => {
    if (pushNo === undefined) return;
    const last = pushes.get(deviceId);
    const text = JSON.stringify(mutations);
    if (last && (pushNo < last.no || (pushNo === last.no && text !== last.text))) {
      throw new ORPCError('FORKED', { status: 409 });
    }
    pushes.set(deviceId, { no: pushNo, text });
  };
  const takeQuarantine = (mutations: Mutation[]) => {
    const results = mutations.map((mutation) => {
      quarantine.set(mutation.mid, mutation);
      return {
        mid: mutation.mid,
        status: 'held' as const,
        code: 'QUARANTINED' as const,
        detail: null,
        row: null,
      };
    });
    return { epoch: state.epoch, results, now: state.now() };
  };
  const maps = { rows, marks, owners, decided } as const;
  const fake: FakeCentral = {
    revoked,
    quarantine,
    remember: () =>
      structuredClone({ seq: state.seq, access, ...Object.fromEntries(Object.entries(maps)) }) as Moment,
    restore: (moment) => {
      const past = structuredClone(moment) as { seq: number; access: typeof access } & typeof maps;
      for (const name of Object.keys(maps) as (keyof typeof maps)[]) {
        const map = maps[name] as Map<string, unknown>;
        map.clear();
        for (const [key, value] of past[name]) map.set(key, value);
      }
      access.splice(0, access.length, ...past.access);
      Object.assign(state, { seq: past.seq, sharedSeq: past.seq, epoch: `${state.epoch}+` });
    },
    rows,
    state,
    put,
    assign,
    calls: [],
    around: async (_name, answer) => answer(),
    connect: (device) => {
      const procedures: Record<string, (input: never) => unknown> = {
        info: () => ({
          product: 'zhike-central',
          protocol: state.protocol,
          schema: state.schema,
          version: '0',
          now: state.now(),
        }),
        fork: () => {
          const deviceId = `${device.deviceId}'`;
          return { deviceId, deviceToken: deviceId, epoch: state.epoch };
        },
        devices: () => [],
        revokeOwn: ({ deviceId }: { deviceId: string }) => {
          revoked.add(deviceId);
          return { revokedAt: state.now() };
        },
        digestRows: ({ cursor, buckets }: { cursor: string; buckets: string[] }) => ({
          current: cursor === `${state.epoch}:${state.seq}`,
          rows: hashesOf(device.managerId)
            .filter(({ entity, id }) => buckets.includes(`${entity}/${bucketOf(id)}`))
            .map(({ entity, id, seq, hi, lo }) => [entity, id, seq, hi, lo]),
        }),
        rows: ({ keys }: { keys: { entity: string; id: string }[] }) => ({
          rows: visible(device.managerId).filter((row) => keys.some((key) => keyOf(key) === keyOf(row))),
        }),
        push: ({
          mutations,
          pushNo,
          epoch = state.epoch,
        }: {
          mutations: Mutation[];
          pushNo?: number;
          epoch?: string;
        }) => {
          if (epoch !== state.epoch) throw epochChanged();
          if (revoked.has(device.deviceId)) return takeQuarantine(mutations);
          checkPushNo(device.deviceId, pushNo, mutations);
          const heldRows = new Set<string>();
          const results = mutations.map((mutation) => {
            const before = decided.get(mutation.mid);
            if (before) {
              const isRefused = before.status === 'rejected';
              const row = isRefused ? null : (rows.get(keyOf(mutation)) ?? null);
              return { ...before, status: isRefused ? before.status : ('duplicate' as const), row };
            }
            const isBuiltOnHeld = heldRows.has(keyOf(mutation));
            const result = isBuiltOnHeld ? hold(mutation.mid) : decide(mutation as KnownMutation, device);
            if (result.status === 'held') {
              heldRows.add(keyOf(mutation));
              return result;
            }
            decided.set(mutation.mid, result);
            return result;
          });
          return { epoch: state.epoch, results, now: state.now() };
        },
        bootstrap: ({ after, limit }: { after?: string; limit: number }) => {
          const [pin, index] = after ? after.split(':').map(Number) : [state.seq, 0];
          const all = visible(device.managerId)
            .filter(({ data }) => data)
            .sort(
              (a, b) =>
                entityNames.indexOf(a.entity) - entityNames.indexOf(b.entity) || (a.id < b.id ? -1 : 1),
            );
          const page = all.slice(index, (index ?? 0) + limit);
          const end = (index ?? 0) + page.length;
          return {
            epoch: state.epoch,
            from: after ?? null,
            total: all.length,
            rows: page,
            next: end < all.length ? `${pin}:${end}` : null,
            cursor: `${state.epoch}:${pin}`,
            seq: pin,
            now: state.now(),
          };
        },
        pull: ({ cursor, limit }: { cursor: string; limit: number }) => {
          const [epoch, at] = cursor.split(':');
          if (epoch !== state.epoch) throw epochChanged();
          if (Number(at) < state.horizon) throw new ORPCError('BEHIND_HORIZON', { status: 410 });
          const changes = access.filter(
            ({ seq, managerId }) => seq > Number(at) && managerId === device.managerId,
          );
          const gained = new Set(changes.filter(({ kind }) => kind === 'gained').map(({ scope }) => scope));
          const after = visible(device.managerId)
            .filter(({ seq, scope, data }) => seq > Number(at) || (gained.has(scope) && data))
            .sort((a, b) => a.seq - b.seq);
          const page = changes.length > 0 ? after : after.slice(0, limit);
          const more = page.length < after.length;
          const to = more ? page.at(-1)?.seq : state.seq;
          return {
            epoch: state.epoch,
            from: cursor,
            cursor: `${state.epoch}:${to}`,
            seq: state.seq,
            rows: page,
            access: changes.map(({ seq, scope, kind }) => ({ seq, scope, kind })),
            more,
            now: state.now(),
          };
        },
        digest: ({ cursor, by }: { cursor: string; by?: 'kind' | 'bucket' }) => {
          const tables: Record<string, Record<string, [number, number, number]>> = {};
          for (const { entity, id, hi, lo } of hashesOf(device.managerId)) {
            const buckets = (tables[entity] ??= {});
            const [count, high, low] = buckets[bucketOf(id)] ?? [0, 0, 0];
            buckets[bucketOf(id)] = [count + 1, high + hi, low + lo];
          }
          const current = cursor === `${state.epoch}:${state.seq}`;
          return { current, seq: state.seq, tables: by === 'kind' ? sumKinds(tables) : tables };
        },
      };
      const calls = Object.entries(procedures).map(([name, procedure]) => [
        name,
        async (input: unknown) => {
          fake.calls.push(name as Call);
          const wire = structuredClone(input ?? {});
          const isRefused = revoked.has(device.deviceId) && name !== 'push' && name !== 'info';
          if (isRefused) throw new ORPCError('REVOKED', { status: 403, data: { revokedAt: 0 } });
          return structuredClone(await fake.around(name as Call, () => procedure(wire as never), wire));
        },
      ]);
      return Object.fromEntries(calls) as unknown as CentralClient;
    },
  };
  return fake;
}

/** True for a kind of row this centre knows, with no field it does not know. */
function isJudged({ entity, patch }: Mutation): boolean {
  if (!Object.hasOwn(entities, entity)) return false;
  const known = entities[entity as Entity].fields.shape;
  return Object.keys(patch).every((field) => field in known);
}
