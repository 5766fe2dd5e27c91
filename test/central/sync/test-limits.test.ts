import { taskWords } from '#core/risk/task-text.ts';
import { expect, test } from 'vitest';
import { hourMs } from '#core/base/time.ts';
import type { RiskTestFields } from '#core/risk/risk-test.ts';
import type { TestDevice } from '#test/support/central-server.ts';
import { onBothStores } from '#test/central/store/two-stores.ts';
import { at } from '#test/core/risk/support.ts';
import { riskTestRow } from '#test/support/rows.ts';
import { createClient, firstSync, mutationOf, pushAll } from '#test/support/wire.ts';

const day = at('2026-11-23T09:00:00');

onBothStores((place) => {
  /** A client with two devices of the same manager and one of a colleague. */
  async function desks(): Promise<{ a: TestDevice; b: TestDevice; other: TestDevice; clientId: string }> {
    place.now = day;
    const [a, other] = (await place.branchWith('甲', '乙')) as [TestDevice, TestDevice];
    const b = await place.enrol(a.tenantId, a.managerId);
    const { id: clientId } = await createClient(a);
    return { a, b, other, clientId };
  }
  const taken = (clientId: string, hour: number, over: Partial<RiskTestFields> = {}) =>
    mutationOf({
      entity: 'riskTest',
      patch: riskTestRow({ clientId, takenAt: day + hour * hourMs, ...over }),
    });
  async function seen(device: TestDevice, entity: string) {
    const { rows } = await firstSync(device);
    return [...rows.values()].filter((row) => row.entity === entity && row.data !== null);
  }
  const voids = async (device: TestDevice) =>
    Object.fromEntries((await seen(device, 'riskTest')).map(({ id, data }) => [id, data?.['voidedReason']]));

  test('[RK78] two devices offline on one day: the surplus test is void for both, and a task tells of it', async () => {
    const { a, b, clientId } = await desks();
    const mine = [taken(clientId, 0), taken(clientId, 3, { managerId: a.managerId })];
    const theirs = [taken(clientId, 1), taken(clientId, 2)];
    await pushAll(a, ...mine);
    expect(await voids(b)).toEqual({ [mine[0]!.id]: null, [mine[1]!.id]: null });
    const answers = await pushAll(b, ...theirs);
    expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(answers.map(({ row }) => row?.data?.['voidedReason'])).toEqual([null, 'DAY_LIMIT']);
    const expected = {
      [mine[0]!.id]: null,
      [theirs[0]!.id]: null,
      [theirs[1]!.id]: 'DAY_LIMIT',
      [mine[1]!.id]: 'DAY_LIMIT',
    };
    expect(await voids(a)).toEqual(expected);
    expect(await voids(b)).toEqual(expected);
    const tasks = await seen(a, 'task');
    expect(tasks.map(({ data }) => data)).toMatchObject([
      { kind: 'RISK_TEST', status: 'OPEN', managerId: a.managerId, clientId },
      { kind: 'RISK_TEST', status: 'OPEN', managerId: a.managerId, clientId },
    ]);
    for (const { data } of tasks) {
      const text = String(data?.['text']);
      expect(text).toBe('TEST_VOID_DAY {"taken":"2026-11-23","retryOn":"2026-11-24"}');
      expect(taskWords(text, 'zh-CN')).toMatch(/2026-11-23 .*作废.*2026-11-24/);
      expect(taskWords(text, 'en')).toMatch(/2026-11-23 is void.*2026-11-24/);
      expect(taskWords('带上合同', 'en')).toBe('带上合同');
    }
  });

  test('[RK78] the order of the two uploads changes nothing, and neither does saying it twice', async () => {
    const { a, b, clientId } = await desks();
    const all = [0, 1, 2].map((hour) => taken(clientId, hour));
    await pushAll(b, all[2]!);
    await pushAll(a, all[0]!, all[1]!);
    await pushAll(a, all[0]!, all[1]!);
    await pushAll(b, all[2]!);
    expect(await voids(a)).toEqual({ [all[0]!.id]: null, [all[1]!.id]: null, [all[2]!.id]: 'DAY_LIMIT' });
    expect(await seen(a, 'task')).toHaveLength(1);
  });

  test('[RK78] a test taken with its client in one push is counted, and other clients are left alone', async () => {
    const { a } = await desks();
    const { id: elsewhere } = await createClient(a);
    const { id } = await createClient(a);
    await pushAll(a, ...[0, 1, 2].map((hour) => taken(id, hour)), taken(elsewhere, 3));
    expect(Object.values(await voids(a)).filter((reason) => reason !== null)).toEqual(['DAY_LIMIT']);
  });

  test('[RK78] who took the test is told beside the owner, whoever no longer sees the client is not', async () => {
    const { a, other, clientId } = await desks();
    await pushAll(a, ...[0, 1].map((hour) => taken(clientId, hour, { managerId: a.managerId })));
    const { tenantId } = a;
    const late = taken(clientId, 2, { managerId: a.managerId });
    await place.centre.admin.assign({ tenantId, clientIds: [clientId], toManagerId: other.managerId });
    const [answer] = await pushAll(a, late);
    expect(answer).toMatchObject({ status: 'applied', row: null });
    const tasks = await seen(other, 'task');
    expect(tasks.map(({ data }) => data?.['managerId'])).toEqual([other.managerId]);
    expect((await voids(other))[late.id]).toBe('DAY_LIMIT');
  });

  test('[RK78] tests at two branches of one institution are counted together, another institution’s are not', async () => {
    place.now = day;
    const { admin } = place.centre;
    const institution = async () => {
      const tenantId = await admin.createBranch('示例银行');
      const desk = async (branchName: string) =>
        place.enrol(tenantId, await admin.createManager({ tenantId, name: '甲', branchName }));
      return { tenantId, south: await desk('南支行'), north: await desk('北支行') };
    };
    const { tenantId, south, north } = await institution();
    const { id: clientId } = await createClient(south);
    await pushAll(south, taken(clientId, 0), taken(clientId, 1));
    await admin.assign({ tenantId, clientIds: [clientId], toManagerId: north.managerId });
    const third = taken(clientId, 2);
    await pushAll(north, third);
    expect((await voids(north))[third.id]).toBe('DAY_LIMIT');
    const other = await institution();
    const { id: sameDay } = await createClient(other.north);
    await pushAll(other.north, taken(sameDay, 3));
    expect(Object.values(await voids(other.north))).toEqual([null]);
  });

  test('[RK78] the ninth within twelve months is void', async () => {
    const { a, clientId } = await desks();
    const monthly = Array.from({ length: 9 }, (_, month) =>
      taken(clientId, 0, { takenAt: at(`2026-0${month + 1}-10T10:00:00`) }),
    );
    await pushAll(a, ...monthly);
    const reasons = await voids(a);
    expect(reasons[monthly[8]!.id]).toBe('WINDOW_LIMIT');
    expect(Object.values(reasons).filter((reason) => reason !== null)).toHaveLength(1);
  });
});
