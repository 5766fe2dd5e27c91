import { ORPCError } from '@orpc/client';
import { sql } from '#db/handles.ts';
import type { Mutation, MutationResult } from '#core/sync/protocol.ts';
import { actions, short, type Hands } from '#test/sim/actions.ts';
import { createAgenda, type Agenda } from '#test/sim/agenda.ts';
import type { Centre, Enrolled } from '#test/sim/centre.ts';
import type { CentreTools } from '#test/sim/sqlite-centre.ts';
import { Crash, openStationDisk } from '#test/sim/disk.ts';
import { checkAccess, checkCursor, checkForward, checkUrgent } from '#test/sim/check-reading.ts';
import { Violation } from '#test/sim/failure.ts';
import { faults } from '#test/sim/faults.ts';
import { Mirror } from '#test/sim/mirror.ts';
import { createLine, type Outcome, type Sent } from '#test/sim/net.ts';
import { Pokes } from '#test/sim/pokes.ts';
import type { Item } from '#test/sim/plan.ts';
import { dice, hashText, type Dice } from '#test/sim/random.ts';
import { failOnUnhandled } from '#test/sim/unhandled.ts';
import { Typed, type Intent, type Shown } from '#test/sim/typed.ts';
import { checkPush } from '#test/sim/watch-centre.ts';
import { StationWatch } from '#test/sim/watch-station.ts';
import { Workstation } from '#test/sim/workstation.ts';

/** What a schedule consisted of. */
export interface Tally {
  steps: number;
  actions: number;
  faults: number;
  struck: number;
  messages: number;
}

interface ProfileBackup {
  readonly machine: string;
  readonly image: Buffer;
}

interface CentreBackup {
  readonly devices: ReadonlySet<string>;
  readonly image: Buffer;
  readonly seq: number;
}

/** The centre, its machines, the network between them and everything that was ever typed, in one virtual time. */
export class World {
  readonly agenda: Agenda;
  readonly centre: Centre;
  readonly mirror = new Mirror();
  readonly typed = new Typed();
  readonly workstations: Workstation[] = [];
  readonly managerIds: readonly string[];
  readonly revoked = new Set<string>();
  /** Machines whose store was damaged: they may need repair. */
  readonly damaged = new Set<Workstation>();
  /** Rows that damage took from a store, by kind and id. */
  readonly rotten = new Set<string>();
  readonly pokes: Pokes;
  readonly tally: Tally = { steps: 0, actions: 0, faults: 0, struck: 0, messages: 0 };
  /** Words typed about a scope, to look for in the raw store once it is lost. */
  readonly words = new Map<string, string>();
  traceHash = 0x811c9dc5;
  readonly story: string[] = [];
  private readonly isTold: boolean;
  private readonly crowd: number;
  private readonly seed: number;
  private readonly start: number;
  private readonly watches = new Map<Workstation, StationWatch>();
  private readonly centreBackups: CentreBackup[] = [];
  private readonly profileBackups: ProfileBackup[] = [];
  private wordCount = 0;
  private violation: Violation | null = null;

  constructor(parts: {
    seed: number;
    start: number;
    open: (tools: CentreTools) => Centre;
    managerIds: readonly string[];
    isTold: boolean;
    crowd: number;
  }) {
    this.seed = parts.seed;
    this.start = parts.start;
    this.agenda = createAgenda(parts.start);
    this.centre = parts.open({ clock: this.agenda.now, newId: ids(0xe, this.seed === 0 ? 0 : 0x100) });
    this.managerIds = parts.managerIds;
    this.pokes = new Pokes(
      this.agenda,
      this.seed,
      (name) => this.workstations.find(({ owner }) => owner.name === name)?.line.isCut ?? false,
    );
    this.isTold = parts.isTold;
    this.crowd = parts.crowd;
    this.mirror.restore(this.centre.changedSince(0), this.centre.head());
  }

  /** Adds a machine on a store's image and starts it. */
  addWorkstation(name: string, enrolled: Enrolled, image: Buffer): Workstation {
    const space = spaceOf(name, this.workstations.length);
    const workstation: Workstation = new Workstation({
      owner: { name, managerId: enrolled.managerId, tenantId: enrolled.tenantId, space },
      identity: { deviceId: enrolled.deviceId, deviceToken: enrolled.token },
      openLine: this.pokes.lineOf(name),
      disk: openStationDisk(image),
      line: createLine(
        this.agenda,
        hashText(`${this.seed} ${name}`),
        (sent) => this.serve(workstation, sent),
        (sent) => this.sending(workstation, sent),
      ),
      agenda: this.agenda,
      newId: ids(space, this.seed === 0 ? 0 : 0x100),
    });
    this.workstations.push(workstation);
    this.watches.set(workstation, new StationWatch(workstation));
    workstation.start();
    return workstation;
  }

  /** Does one item of a plan. */
  async perform(item: Item): Promise<void> {
    const own = dice(item.seed);
    const machines = this.workstations.filter(({ isInUse }) => isInUse);
    const at = machines[item.machine % machines.length];
    if (!at) return;
    this.tally.steps += 1;
    if (Object.hasOwn(actions, item.kind)) this.act(at, item.kind as keyof typeof actions, own);
    else {
      const told = await this.befall(at, item.kind as keyof typeof faults, own);
      if (told === null) return;
      this.tally.faults += 1;
      this.tell(told);
    }
    await this.settle();
  }

  /** Lets everything due until an instant happen, at most `steps` things. */
  async runUntil(until: number, steps = Infinity): Promise<void> {
    const limit = this.tally.steps + steps;
    while (this.agenda.nextAt() <= until && this.tally.steps < limit) {
      this.atMachine(() => void this.agenda.step());
      this.tally.steps += 1;
      await this.settle();
    }
    if (this.agenda.nextAt() > until) this.agenda.waitUntil(until);
  }

  /** Lets what was set off run out, brings dead programs back and looks whether everything still holds. */
  async settle(): Promise<void> {
    await turn();
    failOnUnhandled();
    for (const workstation of this.workstations) {
      if (workstation.isInUse && !workstation.isDown && workstation.disk.isDead) this.afterCrash(workstation);
    }
    if (this.centre.disk.isDead) this.afterCentreCrash();
    this.check();
  }

  close(): void {
    for (const { disk } of this.workstations) disk.db.close();
    this.centre.disk.db.close();
  }

  tell(line: string): void {
    const text = `${String(this.agenda.now() - this.start).padStart(9)}  ${line}`;
    this.traceHash = hashText(text, this.traceHash);
    if (this.isTold) this.story.push(text);
  }

  later(at: Workstation, ms: number, work: () => void): void {
    this.agenda.plan(ms, () => at.isInUse && work());
  }

  /** Starts a machine's program soon; a disk that fails at that moment makes its manager try again. */
  revive(at: Workstation, ms = 20): void {
    this.later(at, ms, () => {
      try {
        at.start();
      } catch (error) {
        if (!isDiskError(error)) throw error;
        this.revive(at, 1000);
      }
    });
  }

  async assign(clientIds: readonly string[], to: string): Promise<void> {
    await this.atCentre(() => this.centre.assign(clientIds, to));
  }

  async revoke(at: Workstation): Promise<void> {
    await this.atCentre(() => this.centre.revoke(at.identity.deviceId));
    this.revoked.add(at.identity.deviceId);
  }

  backUpCentre(): void {
    const devices = new Set(this.centre.deviceIds());
    this.centreBackups.push({ image: this.centre.image(), seq: this.centre.head(), devices });
  }

  backUpProfile(at: Workstation): void {
    if (at.disk.isDead) return;
    this.profileBackups.push({ machine: at.owner.name, image: at.db.serialize() });
  }

  /** Restores the centre from one of its backups; returns the number it goes back to. */
  async restoreCentre(own: Dice): Promise<number | null> {
    if (this.centreBackups.length === 0) return null;
    const { image, seq, devices } = own.pick(this.centreBackups);
    // A centre that no longer knows a device answers 401, and a person enrols it anew: not part of this simulation.
    if (this.workstations.some(({ isInUse, identity }) => isInUse && !devices.has(identity.deviceId)))
      return null;
    this.forgoHandedOver();
    await this.centre.restore(image);
    this.centreBackups.splice(0, Infinity, ...this.centreBackups.filter((backup) => backup.seq <= seq));
    this.mirror.restore(this.centre.changedSince(0), seq);
    this.forgoUnkept();
    return seq;
  }

  /** Puts an earlier state of a machine's store back, as restoring its folder does. */
  restoreProfile(at: Workstation, own: Dice): string | null {
    const backups = this.profileBackups.filter(({ machine }) => machine === at.owner.name);
    if (backups.length === 0) return null;
    at.die();
    at.replaceDisk(openStationDisk(own.pick(backups).image));
    this.watches.set(at, new StationWatch(at));
    this.forgoUnkept();
    this.revive(at);
    at.hand += 1;
    return `the profile of ${at.owner.name} is restored from a backup`;
  }

  /** Copies a machine's folder to another machine, and both go on. */
  cloneProfile(at: Workstation): string | null {
    if (this.workstations.length >= 5 || at.disk.isDead) return null;
    const { deviceId, deviceToken: token } = at.identity;
    const { managerId, tenantId, name } = at.owner;
    const copy = this.addWorkstation(`${name}~`, { deviceId, token, managerId, tenantId }, at.db.serialize());
    if (this.damaged.has(at)) this.damaged.add(copy);
    return `the folder of ${name} is copied: ${copy.owner.name} runs beside it`;
  }

  /** True where a machine in use holds an intent, waiting or refused; `isAcceptedToo`: or accepted, to be offered again. */
  isHeldSomewhere(mid: string, isAcceptedToo = false): boolean {
    const kept = isAcceptedToo ? '' : "AND status = 'rejected'";
    const text = `SELECT 1 FROM outbox WHERE mid = ? UNION ALL SELECT 1 FROM journal WHERE mid = ? ${kept}`;
    return this.workstations.some(({ isInUse, disk, db }) => {
      if (!isInUse) return false;
      return disk.aside(() => sql(db, text).get(mid, mid)) !== undefined;
    });
  }

  /**
   * What was taken about a client or event that its author may no longer see has left that machine, or is about to, by
   * duty: a centre restored to before it cannot count on being offered it again.
   */
  private forgoHandedOver(): void {
    for (const { mid, managerId, scope } of this.typed.byMid.values()) {
      const isForeign = scope !== '' && !this.centre.scopesOf(managerId).has(scope);
      if (isForeign && !this.isHeldSomewhere(mid)) this.typed.forgo(mid);
    }
  }

  /** What stood nowhere but in what was just overwritten by a backup cannot be asked for. */
  private forgoUnkept(): void {
    for (const intent of this.typed.byMid.values()) {
      const standing = this.centre.standingOf(intent.mid);
      if (intent.isForgone || standing === 'taken' || standing === 'quarantined') continue;
      if (!this.isHeldSomewhere(intent.mid, true)) this.typed.forgo(intent.mid);
    }
  }

  private async befall(at: Workstation, kind: keyof typeof faults, own: Dice): Promise<string | null> {
    try {
      return await faults[kind](this, at, own);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return `${kind} meets a program that dies`;
    }
  }

  private act(at: Workstation, kind: keyof typeof actions, own: Dice): void {
    if (at.isDown || at.isClosed || !at.engine) return;
    const seen = new Map<string, Shown>();
    let told: string | null = null;
    try {
      told = actions[kind](this.hands(at, own, seen));
    } catch (error) {
      if (!(error instanceof Crash) && !isDiskError(error)) throw error;
      told = `tries ${kind}, but ${error instanceof Crash ? 'the program dies' : (error as { code: string }).code}`;
    }
    if (told === null) return;
    this.tally.actions += 1;
    this.tell(`${at.owner.name} ${told}`);
    for (const intent of this.typed.note(at, seen)) this.noteWords(intent);
  }

  private hands(at: Workstation, own: Dice, seen: Map<string, Shown>): Hands {
    return {
      at,
      dice: own,
      managerIds: this.managerIds,
      crowd: this.crowd,
      word: () => this.word(),
      newId: at.station.newId,
      see: (key, row) => void seen.set(key, row),
      forgo: (mid) => this.typed.forgo(mid),
    };
  }

  /** Returns a text that occurs nowhere else in this schedule. */
  word(): string {
    this.wordCount += 1;
    return `${this.seed === 0 ? 'g' : 'w'}${String(this.wordCount).padStart(4, '0')}x`;
  }

  private noteWords({ patch, scope }: Intent): void {
    for (const value of Object.values(patch)) {
      if (typeof value === 'string' && /^w\d{4}x$/.test(value) && !this.words.has(value))
        this.words.set(value, scope);
    }
  }

  private sending(at: Workstation, { name, input }: Sent): void {
    this.tally.messages += 1;
    at.requests += 1;
    if (name === 'digestRows') this.guard(() => this.checkUndamaged(at));
    if (name === 'push') this.guard(() => checkUrgent(at, (input as { mutations: Mutation[] }).mutations));
  }

  /** Copies of undamaged stores are equal without repair: only a digest passed off as another's may set one off. */
  private checkUndamaged(at: Workstation): void {
    if (this.damaged.has(at) || at.line.isMisled) return;
    throw new Violation(
      'no-repair-without-damage',
      'diverged',
      `${at.owner.name} finds that its copy differs`,
    );
  }

  private async serve(at: Workstation, sent: Sent): Promise<Outcome> {
    const outcome = await this.ask(sent);
    this.guard(() => this.follow(at, sent, outcome));
    this.tell(`${at.owner.name} ${describe(sent, outcome)}`);
    return outcome;
  }

  private async ask({ name, token, input }: Sent): Promise<Outcome> {
    if (this.centre.disk.isDead) return { broken: true };
    try {
      return { answer: await this.centre.call(name, token, input) };
    } catch (error) {
      if (error instanceof Crash) return { broken: true };
      if (error instanceof ORPCError) {
        return { error: { code: String(error.code), status: error.status, data: error.data as unknown } };
      }
      if (!isDiskError(error)) throw error;
      return { error: { code: 'INTERNAL_SERVER_ERROR', status: 500, data: null } };
    }
  }

  private follow(at: Workstation, { name, input }: Sent, outcome: Outcome): void {
    const steps = this.mirror.follow(this.centre.changedSince(this.mirror.head));
    if (steps.length > 0) this.pokes.poke(this.mirror.head);
    if (name !== 'push' || !('answer' in outcome)) {
      if (steps.length > 0)
        throw new Violation(
          'no-effect-without-answer',
          'broken',
          `${name} changed rows and answered ${JSON.stringify(outcome)}`,
        );
      return;
    }
    const { mutations } = input as { mutations: Mutation[] };
    const { results } = outcome.answer as { results: MutationResult[] };
    checkPush(this.mirror, this.typed.byMid, {
      family: `${at.owner.name}${at.hand}`,
      mutations,
      results,
      steps,
    });
  }

  private async atCentre(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Crash) && !isDiskError(error)) throw error;
    }
    for (const step of this.mirror.follow(this.centre.changedSince(this.mirror.head)))
      this.mirror.signWriter(step, 'centre');
    this.pokes.poke(this.mirror.head);
  }

  private afterCrash(workstation: Workstation): void {
    this.tally.struck += 1;
    this.tell(`${workstation.owner.name} is killed`);
    workstation.die();
    this.revive(workstation);
  }

  private afterCentreCrash(): void {
    this.tally.struck += 1;
    this.tell('the centre is killed and started again');
    this.centre.restart();
  }

  private check(): void {
    if (this.violation) throw this.violation;
    for (const watch of this.watches.values()) {
      if (!watch.workstation.isInUse) continue;
      const moved = watch.check();
      if (!moved?.to) continue;
      checkForward(this, watch.workstation, moved);
      checkCursor(this, watch.workstation, moved);
      checkAccess(this, watch.workstation, moved.to);
    }
  }

  /** Does what a machine's own program does by itself: where it dies of it, the machine has crashed. */
  private atMachine(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof Crash) return;
      if (!isDiskError(error)) throw error;
      throw new Violation('no-uncaught-error', 'broken', String((error as Error).stack));
    }
  }

  /** Keeps a violation found inside the engine's own calls, which would swallow it. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation ??= error;
    }
  }
}

/** Lets every promise that can go on go on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Every machine makes ids of its own, also those it made before the schedule began. */
function spaceOf(name: string, index: number): number {
  const place = ['A1', 'A2', 'B1', 'C1'].indexOf(name);
  return place >= 0 ? place + 1 : 8 + index;
}

function ids(space: number, from: number): () => string {
  let count = from;
  return () => {
    count += 1;
    const tail = (space * 0x1000 + count).toString(16).padStart(12, '0');
    return `01940000-0000-7000-8000-${tail}`;
  };
}

function isDiskError(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_');
}

function describe({ name, input }: Sent, outcome: Outcome): string {
  if ('broken' in outcome) return `${name}: the centre dies`;
  if ('error' in outcome) return `${name}: ${outcome.error.code}`;
  if (name === 'push') {
    const { mutations } = input as { mutations: Mutation[] };
    const { results } = outcome.answer as { results: MutationResult[] };
    const parts = mutations.map(({ command, id }, index) =>
      `${command} ${short(id)} ${results[index]?.status} ${results[index]?.code ?? ''}`.trim(),
    );
    return `push: ${parts.join('; ')}`;
  }
  if (!['pull', 'bootstrap', 'rows'].includes(name)) return `${name}:`;
  const { rows, access } = outcome.answer as {
    rows?: { id: string; seq: number }[];
    access?: { kind: string; scope: string }[];
  };
  const list = (rows ?? []).map(({ id, seq }) => `${short(id)}@${seq}`).join(' ');
  const moves = (access ?? []).map(({ kind, scope }) => `${kind} ${short(scope)}`).join(' ');
  return `${name}: ${list}${moves ? ` ${moves}` : ''}`.trim();
}
