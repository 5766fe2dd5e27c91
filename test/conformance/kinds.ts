import { z } from 'zod';
import { entities, entityNames, type Entity } from '#core/sync/entities.ts';

interface Shape {
  readonly type?: string;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

/** Writes the kinds of rows as docs/protocol.md lists them, from the definitions both sides use. */
export function kindsText(): string {
  return entityNames.map(kindText).join('\n\n');
}

function kindText(entity: Entity): string {
  const { rank, merge, scope, scopeField, centralFields, fields } = entities[entity];
  const by = scopeField === null ? '' : ` by \`${scopeField}\``;
  const own = centralFields.length > 0 ? `, the centre’s own: ${centralFields.map(quoted).join(', ')}` : '';
  const { properties = {} } = z.toJSONSchema(fields) as Shape;
  const list = Object.entries(properties).map(([name, shape]) => `${quoted(name)} ${shapeText(shape)}`);
  return `**${entity}** (${rank}, ${merge}, scope ${scope}${by}${own}): ${list.join('; ')}.`;
}

function shapeText(shape: Shape): string {
  if (shape.anyOf) {
    const parts = shape.anyOf.filter(({ type }) => type !== 'null').map(shapeText);
    return `${parts.join(' or ')}${parts.length < shape.anyOf.length ? ' or null' : ''}`;
  }
  if (shape.enum) return shape.enum.map(quoted).join(' ');
  if (shape.type === 'array') return listText(shape);
  if (shape.type === 'object') return `map to ${shapeText(shape.additionalProperties ?? {})}`;
  if (shape.type === 'string') return textText(shape);
  if (shape.type === 'integer') return integerText(shape);
  return shape.type === 'boolean' ? 'true or false' : (shape.type ?? 'anything');
}

function listText({ items = {}, minItems, maxItems }: Shape): string {
  const least = minItems === undefined ? '' : `, at least ${minItems}`;
  const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
  return `list of ${shapeText(items)}${least}${most}`;
}

function textText({ pattern, minLength = 0, maxLength }: Shape): string {
  if (pattern?.includes(String.raw`\d{4}`)) return 'day';
  if (pattern !== undefined) return `text like ${quoted(pattern)}`;
  return maxLength === undefined ? 'text' : `text ${minLength}–${maxLength}`;
}

function integerText({ minimum, exclusiveMinimum }: Shape): string {
  if (exclusiveMinimum !== undefined) return `integer over ${exclusiveMinimum}`;
  return minimum === undefined || minimum < -1e15 ? 'integer' : `integer from ${minimum}`;
}

function quoted(text: string): string {
  return `\`${text}\``;
}
