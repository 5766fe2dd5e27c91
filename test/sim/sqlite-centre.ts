import { createCentre, type Centre as CentralCentre } from '#central/centre.ts';
import type { Clock } from '#core/base/time.ts';
import type { FieldMark } from '#core/sync/merge.ts';
import type { NewId } from '#core/base/ids.ts';
import { connectInProcess } from '#central/in-process.ts';
import { openSqliteStore } from '#central/store/sqlite/store.ts';
import { readUnsigned } from '#central/sync/cursor.ts';
import type { Centre, Enrolled, Standing } from '#test/sim/centre.ts';
import { sql, type ReadableDb } from '#db/handles.ts';
import { openDisk, type Disk } from '#test/sim/disk.ts';
import { hashText } from '#test/sim/random.ts';
import type { CentreRow } from '#test/sim/mirror.ts';
import type { Call } from '#test/sim/net.ts';

/** What the centre takes from the world instead of from its machine. */
export interface CentreTools {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The simulated centre and how a branch is founded on it. */
export interface SqliteCentre extends Centre {
  /** Makes a branch with one machine per letter; equal letters are one manager's. */
  readonly found: (letters: readonly string[]) => Promise<Enrolled[]>;
}

/** Opens a centre on a backup of its SQLite store, or on an empty one. */
export function createCentreOn(image: Buffer | null, tools: CentreTools): SqliteCentre {
  return new CentreOnSqlite(image, tools);
}

class CentreOnSqlite implements SqliteCentre {
  disk: Disk;
  private readonly tools: CentreTools;
  private program: CentralCentre;
  private random = 0;

  constructor(image: Buffer | null, tools: CentreTools) {
    this.tools = tools;
    this.disk = openDisk(image ?? undefined);
    this.program = this.open();
  }

  readonly call = (name: Call, token: string, input: unknown): Promise<unknown> => {
    const calls = connectInProcess(this.program, { token }) as unknown as Record<
      Call,
      (input: unknown) => Promise<unknown>
    >;
    return calls[name](input);
  };

  readonly found = async (letters: readonly string[]): Promise<Enrolled[]> => {
    const { admin } = this.program;
    const tenantId = await admin.createBranch('支行');
    const managers = new Map<string, string>();
    const enrolled: Enrolled[] = [];
    for (const letter of letters) {
      const managerId = managers.get(letter) ?? (await admin.createManager({ tenantId, name: letter }));
      managers.set(letter, managerId);
      const { code } = await admin.createEnrolment({ tenantId, managerId, validMinutes: 60 });
      const device = { code, deviceName: letter, platform: 'sim', appVersion: '0' };
      const { deviceId, deviceToken } = await this.program.enrol(device);
      enrolled.push({ deviceId, token: deviceToken, managerId, tenantId });
    }
    return enrolled;
  };

  readonly assign = (clientIds: readonly string[], toManagerId: string): Promise<unknown> =>
    this.program.admin.assign({ tenantId: this.tenantId(), clientIds: [...clientIds], toManagerId });

  readonly revoke = (deviceId: string): Promise<unknown> =>
    this.program.admin.revokeDevice({ tenantId: this.tenantId(), deviceId });

  readonly restart = (): void => {
    this.disk.isDead = false;
    this.disk.mend();
    if (this.disk.db.inTransaction) this.disk.db.exec('ROLLBACK');
    this.program = this.open();
  };

  readonly image = (): Buffer => this.disk.db.serialize();

  readonly restore = async (image: Buffer): Promise<void> => {
    this.disk.db.close();
    this.disk = openDisk(image);
    this.program = this.open();
    await this.program.admin.markRestored();
  };

  readonly head = (): number => this.one<{ seq: number }>('SELECT seq FROM partition')?.seq ?? 0;

  readonly changedSince = (seq: number): CentreRow[] =>
    this.all<CentreRow & { data: string | null }>(
      'SELECT entity, id, scope, seq, data FROM record WHERE seq > ? ORDER BY seq',
      seq,
    ).map((row) => ({
      ...row,
      data: row.data === null ? null : (JSON.parse(row.data) as CentreRow['data']),
    }));

  readonly scopesOf = (managerId: string, since = Number.MAX_SAFE_INTEGER): Set<string> => {
    const text = 'SELECT scope FROM scope_grant WHERE manager_id = ? AND from_seq <= ? AND to_seq IS NULL';
    return new Set(this.all<{ scope: string }>(text, managerId, since).map(({ scope }) => scope));
  };

  readonly standingOf = (mid: string): Standing | null => {
    const decided = this.one<{ result: string }>('SELECT result FROM applied WHERE mid = ?', mid);
    const isRefused = decided && (JSON.parse(decided.result) as { status: string }).status === 'rejected';
    if (decided && !isRefused) return 'taken';
    if (this.one('SELECT 1 FROM quarantine WHERE mid = ?', mid)) return 'quarantined';
    return isRefused ? 'rejected' : null;
  };

  readonly deviceIds = (): string[] =>
    this.all<{ id: string }>('SELECT device_id AS id FROM device').map(({ id }) => id);

  readonly newestIntent = (): number => {
    const marks = this.all<{ marks: string }>('SELECT field_meta AS marks FROM record').flatMap(({ marks }) =>
      Object.values(JSON.parse(marks) as Record<string, FieldMark>),
    );
    return Math.max(0, ...marks.map(([, hlc]) => Number(hlc.slice(0, 15))));
  };

  readonly decidedTwice = (): string[] =>
    this.all<{ mid: string }>('SELECT mid FROM applied GROUP BY mid HAVING count(*) > 1').map(
      ({ mid }) => mid,
    );

  readonly seqOf = (cursor: string): number => (cursor === '' ? 0 : readUnsigned(cursor).seq);

  readonly historyOf = (cursor: string): string => readUnsigned(cursor).epoch;

  readonly isPresent = (cursor: string): boolean =>
    this.historyOf(cursor) === this.one<{ epoch: string }>('SELECT epoch FROM partition')?.epoch;

  private open(): CentralCentre {
    return createCentre({
      store: openSqliteStore(this.disk.db),
      ...this.tools,
      randomBytes: (size) => this.bytes(size),
    });
  }

  private bytes(size: number): Buffer {
    this.random += 1;
    return Buffer.from(
      Array.from({ length: size }, (_, index) => hashText(`${this.random} ${index}`) & 0xff),
    );
  }

  private tenantId(): string {
    return this.one<{ id: string }>('SELECT tenant_id AS id FROM tenant')?.id ?? '';
  }

  private all<Row>(text: string, ...values: unknown[]): Row[] {
    return this.disk.aside(() => sql(this.disk.db as ReadableDb, text).all(...values) as Row[]);
  }

  private one<Row>(text: string, ...values: unknown[]): Row | undefined {
    return this.disk.aside(() => sql(this.disk.db as ReadableDb, text).get(...values) as Row | undefined);
  }
}
