import type { ClientFields } from '#core/clients/client.ts';

type CopiedField =
  | 'name'
  | 'phone'
  | 'gender'
  | 'birthDay'
  | 'city'
  | 'occupation'
  | 'incomeBand'
  | 'otherPlatforms'
  | 'statedAssetsFen'
  | 'registeredAt'
  | 'source'
  | 'lawfulBasis'
  | 'extra';

/** What one row says of a client; null (or an empty name) where it says nothing. */
export type ClientDraft = Pick<ClientFields, CopiedField> & { tier: ClientFields['tier'] | null };

/** Returns a draft that says nothing yet. */
export function emptyDraft(): ClientDraft {
  return {
    name: '',
    phone: null,
    gender: null,
    birthDay: null,
    city: null,
    tier: null,
    occupation: null,
    incomeBand: null,
    otherPlatforms: null,
    statedAssetsFen: null,
    registeredAt: null,
    source: '',
    lawfulBasis: 'CONSENT',
    extra: {},
  };
}

/** Turns a faultless draft into a client of this manager. */
export function clientOfDraft(draft: ClientDraft, ownerManagerId: string): ClientFields {
  return {
    ...draft,
    tier: draft.tier ?? 'MASS',
    phoneUsable: draft.phone !== null,
    ownerManagerId,
    capacity: null,
  };
}

const comparedFields = [
  'phone',
  'gender',
  'birthDay',
  'city',
  'tier',
  'occupation',
  'incomeBand',
  'otherPlatforms',
  'statedAssetsFen',
  'registeredAt',
] as const satisfies readonly (keyof ClientDraft & keyof ClientFields)[];

/** True when a draft says nothing that the client on file does not say already (IM6); its source does not count. */
export function isCovered(draft: ClientDraft, known: ClientFields, isNameGenerated: boolean): boolean {
  if (!isNameGenerated && draft.name !== known.name) return false;
  const isSame = comparedFields.every((field) => draft[field] === null || draft[field] === known[field]);
  return isSame && Object.entries(draft.extra).every(([key, value]) => known.extra[key] === value);
}

/** Returns what a draft adds where the client on file has nothing (IM7); null when it adds nothing. */
export function fillPatch(draft: ClientDraft, known: ClientFields): Partial<ClientFields> | null {
  const patch: Record<string, unknown> = {};
  for (const field of comparedFields) {
    if (draft[field] !== null && known[field] === null) patch[field] = draft[field];
  }
  if ('phone' in patch) patch['phoneUsable'] = true;
  const added = Object.entries(draft.extra).filter(([key]) => known.extra[key] === undefined);
  if (added.length > 0) patch['extra'] = { ...Object.fromEntries(added), ...known.extra };
  return Object.keys(patch).length > 0 ? (patch as Partial<ClientFields>) : null;
}

/** A field of which a row and the client on file say different things. */
export interface Difference {
  readonly field: string;
  readonly incoming: string;
  readonly known: string | null;
}

/** Lists where a row says something else than the client on file; `known: null` is what filling would fill. */
export function differencesOf(draft: ClientDraft, known: ClientFields): Difference[] {
  const named = draft.name !== '' && draft.name !== known.name;
  const fields = comparedFields
    .filter((field) => draft[field] !== null && draft[field] !== known[field])
    .map((field) => ({ field, incoming: String(draft[field]), known: textOf(known[field]) }));
  const extras = Object.entries(draft.extra)
    .filter(([key, value]) => known.extra[key] !== value)
    .map(([key, value]) => ({ field: key, incoming: value, known: known.extra[key] ?? null }));
  return [
    ...(named ? [{ field: 'name', incoming: draft.name, known: known.name }] : []),
    ...fields,
    ...extras,
  ];
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
