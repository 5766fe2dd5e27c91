import type { Instant } from '#core/base/time.ts';
import { createHlc } from '#core/sync/hlc.ts';
import { hlcStore } from '#db/changes/sync-state.ts';
import type { WritableDb } from '#db/handles.ts';
import type { PushUnderWay } from '#db/queries/outbox.ts';
import { readIdentity, type DeviceIdentity } from '#db/queries/sync.ts';
import { readSyncState } from '#db/queries/sync-state.ts';
import { createLiveBus } from '#workstation/live/bus.ts';
import type { SyncEngine } from '#workstation/host.ts';
import type { Station } from '#workstation/station.ts';
import type { OpenLine } from '#workstation/sync/live-line.ts';
import { runEngine } from '#workstation/sync/engine.ts';
import type { Agenda } from '#test/sim/agenda.ts';
import type { Disk } from '#test/sim/disk.ts';
import type { Line } from '#test/sim/net.ts';
import { hashText } from '#test/sim/random.ts';

/** Who a machine belongs to and which number its ids carry. */
export interface Owner {
  readonly name: string;
  readonly managerId: string;
  readonly tenantId: string;
  readonly space: number;
}

/** A decision of a conflict that may be taken back. */
interface Decided {
  readonly id: string;
  readonly entity: string;
  readonly rowId: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** One workstation: a store that outlives the program, and the life of the program that runs now. */
export class Workstation {
  /** The mids of the push without an answer that the store had noted when the step began. */
  underWay: string | null = null;
  /** The latest decision of a conflict made here, with the field as it was before and after, as JSON. */
  decided: Decided | null = null;
  /** How many requests it has sent. */
  requests = 0;
  readonly owner: Owner;
  /** What the centre knows the machine by; a fork gives it another. */
  identity: DeviceIdentity;
  disk: Disk<WritableDb>;
  readonly line: Line;
  station: Station;
  engine: SyncEngine | null = null;
  /** How far the machine's clock is off. */
  skewMs = 0;
  /** False once it was erased, lost or thrown away. */
  isInUse = true;
  /** Counts the times its store went back: what was written before is another hand's. */
  hand = 0;
  /** True once a revoked machine has shut its screens. */
  isClosed = false;
  /** True from the end of one life of the program to the start of the next. */
  isDown = true;
  /** Problems the engine told, by code. */
  readonly problems = new Map<string, number>();
  private readonly agenda: Agenda;
  private readonly newId: () => string;
  private readonly openLine: OpenLine | undefined;
  private readonly enrolled: DeviceIdentity;
  private nextHlc: () => string = () => '';
  private life = 0;

  constructor(parts: {
    owner: Owner;
    identity: DeviceIdentity;
    openLine?: OpenLine;
    disk: Disk<WritableDb>;
    line: Line;
    agenda: Agenda;
    newId: () => string;
  }) {
    this.owner = parts.owner;
    this.identity = parts.identity;
    this.enrolled = parts.identity;
    this.openLine = parts.openLine;
    this.disk = parts.disk;
    this.line = parts.line;
    this.agenda = parts.agenda;
    this.newId = parts.newId;
    this.station = this.openStation();
  }

  get db(): WritableDb {
    return this.disk.db;
  }

  readonly clock = (): Instant => this.agenda.now() + this.skewMs;

  /** Starts the program on whatever the disk holds. */
  start(): void {
    this.life += 1;
    const life = this.life;
    const isAlive = () => this.life === life;
    this.isDown = false;
    this.isClosed = false;
    this.disk.isDead = false;
    this.station = this.openStation();
    this.disk.aside(() => this.noteUnderWay());
    const abort = new AbortController();
    const timers = {
      set: (work: () => void, delayMs: number) => this.agenda.plan(delayMs, () => isAlive() && work()),
      clear: (timer: unknown) => this.agenda.drop(timer),
    };
    this.engine = runEngine(
      {
        station: this.station,
        timers,
        random: () => (hashText(`${this.owner.name} ${this.agenda.now()}`) % 1000) / 1000,
        pageRows: 12,
        elapsedMs: () => 0,
        breath: () => new Promise((resolve) => void this.agenda.plan(0, () => isAlive() && resolve())),
        ...(this.openLine && { openLine: this.openLine }),
        onIdentity: (identity) => this.takeIdentity(identity),
        ending: { close: () => this.close(), erase: () => this.erase() },
        log: (code) => this.problems.set(code, (this.problems.get(code) ?? 0) + 1),
      },
      this.line.connect(isAlive, abort.signal, () => this.identity.deviceToken),
      abort,
    );
  }

  /** Looks which push the store has noted as sent and not answered. */
  noteUnderWay(): void {
    this.underWay = readSyncState<PushUnderWay>(this.db, 'pushUnderWay')?.mids.join(' ') ?? null;
  }

  /** The program is gone from one moment to the next: what it was waiting for never comes. */
  die(): void {
    this.life += 1;
    this.engine = null;
    this.isDown = true;
    this.disk.isDead = true;
    this.disk.mend();
  }

  /** Nobody can work here any more: what is left is to be handed in. */
  private close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** Revoked, and everything handed in: the copy goes, and the machine with it. */
  erase(): void {
    this.die();
    this.isInUse = false;
  }

  /** Replaces the store by an image, as restoring a folder from a backup does. */
  replaceDisk(disk: Disk<WritableDb>): void {
    this.disk.db.close();
    this.disk = disk;
    this.decided = null;
  }

  private takeIdentity(identity: DeviceIdentity): void {
    this.identity = identity;
    this.nextHlc = createHlc(this.clock, identity.deviceId, hlcStore(this.db));
  }

  private openStation(): Station {
    const { managerId, tenantId, name } = this.owner;
    const { db, clock, disk } = this;
    this.takeIdentity(disk.aside(() => readIdentity(db)) ?? this.enrolled);
    const { deviceId } = this.identity;
    return {
      db,
      clock,
      newId: this.newId,
      nextHlc: () => this.nextHlc(),
      me: { tenantId, managerId, deviceId, managerName: name, branchName: '支行', deviceName: name },
      live: createLiveBus(),
    };
  }
}
