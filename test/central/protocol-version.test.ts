import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '#core/sync/canonical.ts';
import { entities, entityNames } from '#core/sync/entities.ts';
import { centralContract, protocolVersion } from '#core/sync/protocol.ts';

/**
 * The hash of everything a device and a centre must agree on, by protocol version.
 * When it differs: raise `protocolVersion` and add a line. Only a version that was never released may be edited.
 */
const recorded: Record<number, string> = {
  1: 'b3c7b54455b0333c5492bdb19be511e1',
  2: 'f9c7620e8f2127fd84a99f6fad0f97ed',
};

interface Described {
  readonly '~orpc': {
    readonly route?: unknown;
    readonly inputSchema?: z.ZodType;
    readonly outputSchema?: z.ZodType;
    readonly errorMap?: Record<string, { status?: number; data?: z.ZodType } | undefined>;
  };
}

function describe(node: object): unknown {
  if (!('~orpc' in node)) {
    return Object.fromEntries(
      Object.entries(node).map(([name, member]) => [name, describe(member as object)]),
    );
  }
  const { route, inputSchema, outputSchema, errorMap } = (node as Described)['~orpc'];
  const errors = Object.entries(errorMap ?? {}).map(([code, error]) => [
    code,
    error?.status,
    schemaOf(error?.data, 'output'),
  ]);
  return { route, errors, input: schemaOf(inputSchema, 'input'), output: schemaOf(outputSchema, 'output') };
}

function schemaOf(schema: z.ZodType | undefined, io: 'input' | 'output'): unknown {
  return schema ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : null;
}

function wire(): unknown {
  const rows = entityNames.map((entity) => {
    const { fields, ...rules } = entities[entity];
    return [entity, rules, schemaOf(fields, 'output')];
  });
  return { rows, procedures: describe(centralContract) };
}

test('[CE23] changing anything on the wire needs a new protocol version', () => {
  const hash = createHash('sha256').update(canonicalJson(wire())).digest('hex').slice(0, 32);
  expect(hash, 'the wire changed: raise protocolVersion and record the hash here').toBe(
    recorded[protocolVersion],
  );
});

test('[CE23] the hash sees fields, limits, routes and errors', () => {
  const text = canonicalJson(wire());
  for (const part of ['ownerManagerId', '/v1/sync/push', 'EPOCH_CHANGED', '"maxItems":500', 'scopeField']) {
    expect(text).toContain(part);
  }
});
