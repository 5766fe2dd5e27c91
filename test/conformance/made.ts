import { randomUUID } from 'node:crypto';
import type { Mutation } from '#test/conformance/wire.ts';

type Fields = Record<string, unknown>;

/** A reading of the hybrid clock as the document writes it. */
export function hlcAt(ms: number, counter = 0): string {
  return `${String(ms).padStart(15, '0')}-${String(counter).padStart(6, '0')}-conformance`;
}

/** A mutation with ids of its own, intended now. */
export function mutation(given: Partial<Mutation> & Pick<Mutation, 'entity' | 'op'>): Mutation {
  return {
    mid: randomUUID(),
    group: randomUUID(),
    command: 'conformance',
    id: randomUUID(),
    patch: {},
    base: 0,
    hlc: hlcAt(Date.now()),
    schema: 1,
    ...given,
  };
}

/** A create of a row of a kind. */
export function create(entity: string, data: Fields, given: Partial<Mutation> = {}): Mutation {
  return mutation({ ...given, entity, op: 'create', patch: data });
}

/** A patch of a row whose `seq` the author had seen. */
export function patchOf(
  { entity, id, seq }: { readonly entity: string; readonly id: string; readonly seq: number },
  changed: Fields,
  given: Partial<Mutation> = {},
): Mutation {
  return mutation({ entity, id, base: seq, op: 'patch', patch: changed, ...given });
}

export function deleteOf(
  { entity, id, seq }: { readonly entity: string; readonly id: string; readonly seq: number },
  given: Partial<Mutation> = {},
): Mutation {
  return mutation({ entity, id, base: seq, op: 'delete', ...given });
}

/** A whole client: fake, with a number from a range nobody has. */
export function client(over: Fields = {}): Fields {
  return {
    name: '赵测试',
    phone: '+8619900000000',
    phoneUsable: true,
    gender: null,
    birthDay: null,
    city: null,
    tier: 'MASS',
    ownerManagerId: 'whoever',
    source: 'conformance',
    lawfulBasis: 'CONTRACT',
    registeredAt: null,
    occupation: null,
    incomeBand: null,
    otherPlatforms: null,
    statedAssetsFen: null,
    capacity: null,
    extra: {},
    ...over,
  };
}

/** A whole note, which is a fact. */
export function note(clientId: string, text = '记录'): Fields {
  return { clientId, managerId: 'whoever', text, writtenAt: 1_790_000_000_000 };
}

/** A whole event with hosts. */
export function event(hostManagerIds: readonly string[], over: Fields = {}): Fields {
  return {
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
    ...over,
  };
}
