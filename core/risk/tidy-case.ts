import { z } from 'zod';

/** What became of a value written by hand: the value as the schema wants it, and the names it has no place for. */
export interface Tidied {
  readonly value: unknown;
  /** A sentence for each name that means nothing where it stands. */
  readonly strays: string[];
}

/** Names that decide nothing wherever they stand: remarks of whoever wrote the line, and the rest of a row of the shelf. */
const remark =
  /^_|^(id|name|note|comment|title|description|why|source|tags|rule|expect|expected|issuer|riskText)$/;

/**
 * Takes a line as people write them: null is what was left out, and a code may be in small letters. A name nobody asks
 * for is told instead of passed over: it may have been meant as a restriction.
 */
export function tidy(given: unknown, schema: z.ZodType): Tidied {
  const strays: string[] = [];
  const value = tidied(given, bare(schema), { path: '', strays });
  return { value, strays };
}

interface Place {
  readonly path: string;
  readonly strays: string[];
}

function tidied(given: unknown, schema: z.ZodType, place: Place): unknown {
  if (schema instanceof z.ZodEnum && typeof given === 'string') return codeOf(given, schema);
  if (schema instanceof z.ZodArray && Array.isArray(given))
    return given.map((one, index) => tidied(one, bare(elementOf(schema)), at(place, String(index))));
  if (!(schema instanceof z.ZodObject) || !isRecord(given)) return given;
  const known = schema.shape as Record<string, z.ZodType>;
  const kept = Object.entries(given).filter(([key, value]) => {
    const isKnown = Object.hasOwn(known, key);
    if (!isKnown && !remark.test(key)) place.strays.push(stray(place, key, known));
    return isKnown && value !== null;
  });
  return Object.fromEntries(
    kept.map(([key, value]) => [key, tidied(value, bare(known[key] ?? schema), at(place, key))]),
  );
}

function stray({ path }: Place, key: string, known: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(known).join(', ');
  return `${path}${key}: there is no such field; there are ${names}`;
}

function codeOf(given: string, { options }: z.ZodEnum): string {
  const upper = given.trim().toUpperCase();
  return options.includes(upper) ? upper : given;
}

/** The schema under what may be left out. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return bare(schema.unwrap() as z.ZodType);
  return schema;
}

function elementOf(schema: z.ZodArray): z.ZodType {
  return schema.element as z.ZodType;
}

function at({ path, strays }: Place, key: string): Place {
  return { path: `${path}${key}.`, strays };
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
