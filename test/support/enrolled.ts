import { uuidv7 } from 'uuidv7';
import { makeSampleBook } from '#core/sample/make-book.ts';
import { businessDayOf } from '#core/base/time.ts';
import { loadSample } from '#central/sample.ts';
import type { SyncEngine } from '#workstation/host.ts';
import { enrolDevice, type Enrolment } from '#workstation/sync/enrol.ts';
import { startSync, type SyncOptions } from '#workstation/sync/engine.ts';
import type { Station } from '#workstation/station.ts';
import type { TestCentral } from '#test/support/central-server.ts';
import { manualTimers } from '#test/support/manual-timers.ts';

/** Fills a branch with the sample book; returns its id and its two managers. */
export async function sampleBranch(
  central: TestCentral,
  clients: number,
): Promise<{ tenantId: string; managers: [string, string]; rows: number }> {
  const tenantId = await central.createBranch('示例支行');
  const managers = [
    { id: uuidv7(), name: '林若溪' },
    { id: uuidv7(), name: '陈思远' },
  ] as const;
  const now = Date.now();
  const today = businessDayOf(now);
  const ingredients = {
    seed: 1,
    clients,
    today,
    now,
    branchName: '示例支行',
    managers: [managers[0], managers[1]] as const,
  };
  const rows = [...makeSampleBook(ingredients)].filter(({ entity }) => entity !== 'manager');
  const stored = await loadSample(central.store, { tenantId, managers: [...managers], rows, now });
  return { tenantId, managers: [managers[0].id, managers[1].id], rows: stored };
}

/** Enrols a device of a manager as a newcomer would. */
export async function enrolled(
  central: TestCentral,
  tenantId: string,
  managerId: string,
): Promise<Enrolment> {
  const code = await central.createCode(tenantId, managerId);
  const about = { deviceName: 'Test desk', platform: 'test', appVersion: '0.0.0' };
  const result = await enrolDevice({ centralUrl: central.url, code, ...about });
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** Starts the real engine of an enrolled device; rounds run only when asked for. */
export function syncOf(
  station: Station,
  enrolment: Enrolment,
  options: Pick<SyncOptions, 'centralUrl'> & Partial<SyncOptions>,
): SyncEngine {
  return startSync({ station, deviceToken: enrolment.deviceToken, timers: manualTimers(), ...options });
}
