import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startEmbedded } from '#central/postgres/embedded.ts';
import { createCentralClient, type CentralClient } from '#workstation/sync/central-client.ts';
import { enrolDevice, type Enrolment } from '#workstation/sync/enrol.ts';

/** A centre on real PostgreSQL, each in a process of its own, with a sample book that belongs to the first manager. */
export interface BenchCentre {
  readonly url: string;
  readonly databaseUrl: string;
  readonly tenantId: string;
  readonly managerIds: readonly [string, string];
  readonly admin: CentralClient['admin'];
  readonly enrol: (managerId: string) => Promise<Enrolment>;
  readonly stop: () => Promise<void>;
}

const adminToken = 'bench-admin-token';

/** Starts PostgreSQL in a folder and a centre over it with about so many rows; returns when it answers. */
export async function startBenchCentre(folder: string, rows: number): Promise<BenchCentre> {
  const postgres = await startEmbedded({ dir: path.join(folder, 'postgres') });
  const script = path.resolve(import.meta.dirname, '../central-child.ts');
  const child = spawn(process.execPath, [script, postgres.url, adminToken, String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const told = JSON.parse(line) as Pick<BenchCentre, 'url' | 'tenantId' | 'managerIds'>;
  const { admin } = createCentralClient({ url: told.url, token: adminToken });
  return {
    ...told,
    databaseUrl: postgres.url,
    admin,
    enrol: async (managerId) => {
      const { code } = await patiently(() => admin.createEnrolment({ tenantId: told.tenantId, managerId }));
      const about = { deviceName: 'bench', platform: 'bench', appVersion: '0' };
      const enrolment = await enrolDevice({ centralUrl: told.url, code, ...about });
      if (!enrolment.ok) throw new Error(enrolment.error);
      return enrolment.value;
    },
    stop: async () => {
      await end(child);
      await postgres.stop();
    },
  };
}

/** Measuring blocks this process for seconds, in which the centre closes idle connections unseen: the first call finds out. */
export function patiently<Value>(call: () => Promise<Value>): Promise<Value> {
  return call().catch(call);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
