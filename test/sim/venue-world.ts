import { hourMs } from '#core/base/time.ts';
import type { ExchangeAnswer, ExchangeInput, Hub, VenueVisitor } from '#core/venue/exchange.ts';
import type { VenueEntry } from '#core/venue/entry.ts';
import { sql } from '#db/handles.ts';
import { openHub } from '#workstation/venue/hub.ts';
import { startDesk, type VenueDesk } from '#workstation/venue/desk.ts';
import { createAgenda, type Agenda } from '#test/sim/agenda.ts';
import type { Centre } from '#test/sim/centre.ts';
import { Crash, openStationDisk } from '#test/sim/disk.ts';
import { Violation } from '#test/sim/failure.ts';
import { createLine } from '#test/sim/net.ts';
import { hashText, type Dice } from '#test/sim/random.ts';
import { createCentreOn } from '#test/sim/sqlite-centre.ts';
import { failOnUnhandled } from '#test/sim/unhandled.ts';
import { idOf, type VenueGenesis } from '#test/sim/venue-genesis.ts';
import { createVenueLine, type VenueLine } from '#test/sim/venue-line.ts';
import { VenueSteward } from '#test/sim/venue-steward.ts';
import { serveFrom, turn } from '#test/sim/venue-time.ts';
import { Workstation } from '#test/sim/workstation.ts';
import { doorsOpen } from '#test/support/venue-rows.ts';
import type { Tally } from '#test/sim/world.ts';

/** One table at the door: a workstation with its line to the hub and what runs on it now. */
export interface Desk {
  readonly at: Workstation;
  readonly line: VenueLine;
  loop: VenueDesk | null;
  hub: Hub | null;
}

/** A helper with a browser, on a line of its own. */
export interface StewardDesk {
  readonly steward: VenueSteward;
  readonly line: VenueLine;
}

/** The door of one event: four desks, a helper, the office that is online, the centre, and everything that was ever done. */
export class VenueWorld {
  readonly agenda: Agenda;
  readonly centre: Centre;
  readonly desks: Desk[] = [];
  readonly stewards: StewardDesk[] = [];
  readonly office: Workstation;
  readonly eventId: string;
  readonly codes: readonly string[];
  readonly tally: Tally = { steps: 0, actions: 0, faults: 0, struck: 0, messages: 0 };
  readonly story: string[] = [];
  /** What desks acknowledged to the people at the door, by id, with the desk that holds it. */
  readonly made = new Map<
    string,
    { readonly entry: Pick<VenueEntry, 'entity' | 'id' | 'data'>; readonly by: Desk | null }
  >();
  /** First entries answered OK, by the id of their fact. */
  readonly admitted = new Set<string>();
  /** What a hub said it has on its disk. */
  readonly acknowledged = new Set<string>();
  /** Makes the ids of what helpers note. */
  readonly browserIds = this.idsOf(0xd);
  traceHash = 0x811c9dc5;
  private readonly isTold: boolean;
  private count = 0;

  constructor(genesis: VenueGenesis, { seed, isTold }: { readonly seed: number; readonly isTold: boolean }) {
    this.isTold = isTold;
    this.agenda = createAgenda(doorsOpen);
    this.eventId = genesis.eventId;
    this.codes = genesis.codes;
    this.centre = createCentreOn(genesis.centre, { clock: this.agenda.now, newId: this.idsOf(0xe) });
    const machines = genesis.machines.map(({ enrolled, image }, index) => {
      const { managerId, tenantId, deviceId, token: deviceToken } = enrolled;
      const name = index === 4 ? 'office' : `D${index + 1}`;
      return new Workstation({
        owner: { name, managerId, tenantId, space: index },
        identity: { deviceId, deviceToken },
        disk: openStationDisk(image),
        line: createLine(this.agenda, hashText(`${seed} ${name}`), serveFrom(this.centre), () => undefined),
        agenda: this.agenda,
        newId: this.idsOf(index + 1),
      });
    });
    this.office = machines.pop() as Workstation;
    this.office.start();
    for (const at of machines) this.addDesk(at);
    this.addSteward({ kind: 'STEWARD', deviceId: 'browser-1', deviceName: '平板1' });
  }

  get eventDesks(): Desk[] {
    return this.desks.filter(({ at }) => at.isInUse);
  }

  /** The desk whose hub others reach; null while there is none. */
  get hubDesk(): Desk | null {
    return this.eventDesks.find(({ hub, at }) => hub !== null && !at.isDown) ?? null;
  }

  openHubAt(desk: Desk): void {
    for (const other of this.desks) this.closeHub(other);
    const hub = openHub(desk.at.station, this.eventId);
    if (!hub.ok) throw new Violation('hub-opens', 'broken', hub.error);
    desk.loop?.stop();
    desk.loop = null;
    desk.hub = hub.value;
    for (const other of this.eventDesks) if (other !== desk && !other.at.isDown) this.startLoop(other);
    this.tell(`${desk.at.owner.name} opens a hub`);
  }

  closeHub(desk: Desk): void {
    if (!desk.hub) return;
    desk.hub.close();
    desk.hub = null;
    if (desk.at.isInUse && !desk.at.isDown) this.startLoop(desk);
  }

  /** The program of a desk is gone from one moment to the next. */
  kill(desk: Desk, restMs = 500): void {
    this.tally.struck += 1;
    this.tell(`${desk.at.owner.name} is killed`);
    desk.at.die();
    desk.hub = null;
    desk.loop = null;
    this.agenda.plan(restMs, () => this.revive(desk));
  }

  /** A laptop that never comes back. */
  lose(desk: Desk): void {
    this.tell(`${desk.at.owner.name} is lost for good`);
    desk.at.die();
    desk.hub = null;
    desk.loop = null;
    desk.at.isInUse = false;
  }

  /** Does something at a desk as its host does, and remembers what the desk acknowledged. */
  act(desk: Desk, told: string, work: (station: Workstation['station']) => string): void {
    if (desk.at.isDown || !desk.at.isInUse) return;
    const before = this.lastWritten(desk);
    try {
      const outcome = work(desk.at.station);
      this.tally.actions += 1;
      this.tell(`${desk.at.owner.name} ${told}: ${outcome}`);
      this.remember(desk, before);
    } catch (error) {
      if (!(error instanceof Crash) && !isDiskError(error)) throw error;
      this.tell(`${desk.at.owner.name} ${told}: ${error instanceof Crash ? 'dies' : 'the disk refuses'}`);
    }
  }

  rememberOf(steward: VenueSteward, entry: VenueEntry): void {
    this.tally.actions += 1;
    const { hostManagerId: _host, ...rest } = { hostManagerId: '', ...entry };
    this.made.set(entry.id, { entry: rest, by: null });
    if (entry.entity === 'checkIn' && entry.data.answers === null) this.admitted.add(entry.id);
    this.tell(`${steward.visitor.deskName} notes ${entry.id.slice(-4)}`);
  }

  async runUntil(until: number, steps = Infinity): Promise<void> {
    const limit = this.tally.steps + steps;
    while (this.agenda.nextAt() <= until && this.tally.steps < limit) {
      try {
        this.agenda.step();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      this.tally.steps += 1;
      await this.settle();
    }
    if (this.agenda.nextAt() > until) this.agenda.waitUntil(until);
  }

  async settle(): Promise<void> {
    await turn();
    failOnUnhandled();
    for (const desk of this.desks) {
      if (desk.at.isInUse && !desk.at.isDown && desk.at.disk.isDead) this.kill(desk);
    }
  }

  /** The helper's browser says and hears once; it has no loop of its own here. */
  async exchangeSteward({ steward, line }: StewardDesk): Promise<void> {
    const hub = this.hubDesk?.hub;
    try {
      const answer = await line.connect(() => true).exchange(steward.offer(this.eventId));
      steward.take(answer);
      if (hub && answer.rosterVersion !== steward.roster?.version) {
        const roster = hub.stewardRoster();
        if (roster.ok) steward.roster = roster.value;
      }
    } catch (error) {
      if (error instanceof Violation) throw error;
    }
  }

  tell(line: string): void {
    const text = `${String(this.agenda.now() - doorsOpen).padStart(9)}  ${line}`;
    this.traceHash = hashText(text, this.traceHash);
    if (this.isTold) this.story.push(text);
  }

  close(): void {
    for (const { at } of this.desks) at.disk.db.close();
    this.office.disk.db.close();
    this.centre.disk.db.close();
  }

  /** Puts a desk's clock somewhere: minutes, two hours, another year. */
  skew(desk: Desk, own: Dice): void {
    const sign = own.chance(0.5) ? 1 : -1;
    desk.at.skewMs = Math.round(sign * own.next() * own.pick([0.1, 2, 2, 24 * 365]) * hourMs);
    this.tell(`the clock of ${desk.at.owner.name} is ${Math.round(desk.at.skewMs / 1000)} s off`);
  }

  private addDesk(at: Workstation): void {
    const desk: Desk = {
      at,
      loop: null,
      hub: null,
      line: createVenueLine(this.agenda, (input) => {
        const { deviceId } = at.identity;
        return this.serve({ kind: 'DESK', deviceId, deskName: at.owner.name }, input);
      }),
    };
    at.line.isCut = true;
    at.start();
    this.desks.push(desk);
  }

  private addSteward({
    kind,
    deviceId,
    deviceName,
  }: {
    kind: 'STEWARD';
    deviceId: string;
    deviceName: string;
  }): void {
    const visitor = { kind, deviceId, deskName: deviceName };
    const line = createVenueLine(this.agenda, (input) => this.serve(visitor, input));
    this.stewards.push({ steward: new VenueSteward(visitor), line });
  }

  private serve(visitor: VenueVisitor, input: ExchangeInput): ExchangeAnswer | null {
    this.tally.messages += 1;
    const desk = this.hubDesk;
    if (!desk?.hub) return null;
    try {
      const answer = desk.hub.exchange(visitor, input);
      if (!answer.ok) return null;
      for (const id of answer.value.acknowledged) this.acknowledged.add(id);
      return answer.value;
    } catch (error) {
      if (error instanceof Crash || isDiskError(error)) return null;
      throw error;
    }
  }

  private startLoop(desk: Desk): void {
    desk.loop?.stop();
    const { at } = desk;
    const station = at.station;
    const isAlive = (): boolean => at.station === station && !at.isDown;
    desk.loop = startDesk({
      station,
      eventId: this.eventId,
      link: desk.line.connect(isAlive),
      timers: {
        set: (work, delayMs) => this.agenda.plan(delayMs, () => isAlive() && work()),
        clear: (timer) => this.agenda.drop(timer),
      },
      random: () => (hashText(`${at.owner.name} ${this.agenda.now()}`) % 1000) / 1000,
    });
  }

  private revive(desk: Desk): void {
    if (!desk.at.isInUse || !desk.at.isDown) return;
    try {
      desk.at.start();
      this.startLoop(desk);
    } catch (error) {
      if (!isDiskError(error) && !(error instanceof Crash)) throw error;
      desk.at.die();
      this.agenda.plan(1_000, () => this.revive(desk));
    }
  }

  private lastWritten({ at }: Desk): number {
    const text = 'SELECT coalesce(max(position), 0) AS position FROM outbox';
    return at.disk.aside(() => sql<{ position: number }>(at.db, text).get()?.position ?? 0);
  }

  private remember(desk: Desk, after: number): void {
    const { at } = desk;
    const text = `SELECT entity, row_id AS id, patch FROM outbox
      WHERE position > ? AND op = 'create' AND entity IN ('checkIn', 'guest') AND command <> 'venue.take'`;
    const rows = at.disk.aside(() =>
      sql<{ entity: VenueEntry['entity']; id: string; patch: string }>(at.db, text).all(after),
    );
    for (const { entity, id, patch } of rows) {
      const data = JSON.parse(patch) as VenueEntry['data'];
      this.made.set(id, { entry: { entity, id, data } as never, by: desk });
      if ('kind' in data && data.kind === 'IN' && data.answers === null) this.admitted.add(id);
    }
  }

  private idsOf(space: number): () => string {
    return () => idOf(space, (this.count += 1));
  }
}

function isDiskError(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_');
}
