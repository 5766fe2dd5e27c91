import { expect, test } from 'vitest';
import type { z } from 'zod';
import { centralContract } from '#core/sync/protocol.ts';
import { centralOfFile, type TestDevice } from '#test/support/central-server.ts';
import { createClient, tagData, pushAll, mutationOf } from '#test/support/wire.ts';

const central = centralOfFile();
const contracts = {
  pull: centralContract.pull['~orpc'].outputSchema as z.ZodType,
  bootstrap: centralContract.bootstrap['~orpc'].outputSchema as z.ZodType,
};

interface Answer {
  readonly cursor: string;
  readonly rows: unknown[];
  readonly access: unknown[];
}

/** What a device reads, after making sure that it is what the contract promises: all of it and nothing else. */
async function read(what: keyof typeof contracts, { token }: TestDevice, query: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = (await (
    await fetch(`${central.url}/v1/sync/${what}?${query}`, { headers })
  ).json()) as Answer;
  expect(contracts[what].parse(answer)).toStrictEqual(answer);
  return answer;
}

test('[CE25] pages are what the contract says: rows, tombstones, scopes gained and lost, first sync, no news', async () => {
  const [one, two] = (await central.branchWith('甲', '乙')) as [TestDevice, TestDevice];
  const began = (await read('bootstrap', one, '')).cursor;
  const { id } = await createClient(one);
  const tag = mutationOf({ entity: 'tag', patch: tagData(id) });
  const [tagged] = await pushAll(one, tag);
  const base = tagged?.row?.seq ?? 0;
  await pushAll(one, mutationOf({ entity: 'tag', id: tag.id, op: 'delete', patch: {}, base }));
  const changed = await read('pull', one, `cursor=${began}`);
  expect(changed.rows).toContainEqual(expect.objectContaining({ id: tag.id, data: null }));
  expect((await read('pull', one, `cursor=${changed.cursor}`)).rows).toEqual([]);
  const apart = (await read('bootstrap', two, '')).cursor;
  const { tenantId, managerId: toManagerId } = two;
  await central.admin.assign({ tenantId, clientIds: [id], toManagerId });
  expect((await read('pull', one, `cursor=${changed.cursor}`)).access).toHaveLength(1);
  expect((await read('pull', two, `cursor=${apart}`)).access).toHaveLength(1);
  expect((await read('bootstrap', two, '')).rows).not.toEqual([]);
});
