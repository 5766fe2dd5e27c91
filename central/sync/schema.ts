import { entities, type Entity } from '#core/sync/entities.ts';
import { isKnownMutation, schemaVersion, type KnownMutation, type Mutation } from '#core/sync/protocol.ts';
import type { RowFields } from '#central/store/shapes.ts';

/** Fields a kind of row got with a schema version, and what they are in a row made by an older program. */
export interface UpCast {
  readonly since: number;
  readonly entity: Entity;
  readonly defaults: RowFields;
}

/** Which additive changes this centre knows. */
export interface Schema {
  readonly version: number;
  readonly upCasts: readonly UpCast[];
}

/** The schema of this program. A field added to a kind of row gets a line here with the version that added it. */
export const ownSchema: Schema = { version: schemaVersion, upCasts: [] };

/** Returns a create of an older program with the fields added since; anything else as it is (sync.md §2.14). */
export function upCast<Given extends Mutation>({ upCasts }: Schema, mutation: Given): Given {
  if (mutation.op !== 'create' || upCasts.length === 0) return mutation;
  const added = upCasts.filter(({ since, entity }) => entity === mutation.entity && since > mutation.schema);
  const defaults = Object.assign({}, ...added.map((cast) => cast.defaults)) as RowFields;
  return { ...mutation, patch: { ...defaults, ...mutation.patch } };
}

/** True for a mutation of a program that knows more than this centre. */
export function isNewer({ version }: Schema, { schema }: Mutation): boolean {
  return schema > version;
}

/** True for a create of a client or event: its scope comes into being with it. */
export function isScopeRoot(mutation: Mutation): mutation is KnownMutation {
  if (!isKnownMutation(mutation)) return false;
  const { scope, scopeField } = entities[mutation.entity];
  return scope !== 'tenant' && scopeField === null;
}
