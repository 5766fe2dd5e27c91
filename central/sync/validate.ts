import type { z } from 'zod';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';
import type { RowFields } from '#central/store/shapes.ts';
import { Refusal } from '#central/sync/refusal.ts';

/** The longest row the centre stores, in characters of its JSON. */
const rowLimit = 128 * 1024;

interface Shapes {
  readonly whole: z.ZodObject;
  readonly part: z.ZodObject;
}

const shapes = Object.fromEntries(
  entityNames.map((entity) => {
    const fields = entities[entity].fields as z.ZodObject;
    return [entity, { whole: fields.strict(), part: fields.partial().strict() }];
  }),
) as Record<Entity, Shapes>;

/** Returns a whole row checked against its kind; throws a refusal that names the fields at fault. */
export function checkWhole(entity: Entity, data: RowFields): RowFields {
  return check(shapes[entity].whole, data);
}

/** Returns changed fields checked against their kind; throws a refusal that names the fields at fault. */
export function checkPart(entity: Entity, patch: RowFields): RowFields {
  return check(shapes[entity].part, patch);
}

/** Throws when a row would be longer than the centre stores. */
export function checkSize(data: RowFields): RowFields {
  if (JSON.stringify(data).length > rowLimit)
    throw new Refusal('LIMIT_EXCEEDED', `row: over ${rowLimit} characters`);
  return data;
}

/** Throws when an id could not be stored as text. */
export function checkId(id: string): void {
  if (!isStorable(id)) throw new Refusal('INVALID', 'id: has a NUL character or half a character');
}

function check(shape: z.ZodObject, data: RowFields): RowFields {
  checkText(data, []);
  const parsed = shape.safeParse(data);
  if (!parsed.success) throw new Refusal('INVALID', describe(parsed.error), { isShape: true });
  return checkSize(parsed.data);
}

/** PostgreSQL stores no NUL and no half surrogate pair; a value that cannot be kept exactly is refused, not mended. */
function checkText(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && !isStorable(value)) {
    throw new Refusal('INVALID', `${path.join('.')}: has a NUL character or half a character`);
  }
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) {
    if (!isStorable(name) || name === '__proto__') {
      throw new Refusal('INVALID', `${[...path, '?'].join('.')}: the name cannot be stored`);
    }
    checkText(member, [...path, name]);
  }
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Names paths and rules only: the values may be personal data. */
function describe({ issues }: z.ZodError): string {
  const parts = issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join('.') || 'row';
    return issue.code === 'unrecognized_keys'
      ? `${path}: unknown ${issue.keys.join(', ')}`
      : `${path}: ${issue.code}`;
  });
  return parts.join('; ').slice(0, 300);
}
