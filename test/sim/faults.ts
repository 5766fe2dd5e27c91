import { dayMs, hourMs, minuteMs } from '#core/base/time.ts';
import { schemaVersion } from '#core/sync/protocol.ts';
import { throughGate } from '#db/gate.ts';
import { sql } from '#db/handles.ts';
import type { Dice } from '#test/sim/random.ts';
import type { DiskFault } from '#test/sim/disk.ts';
import type { Fate } from '#test/sim/net.ts';
import { short } from '#test/sim/actions.ts';
import type { Workstation } from '#test/sim/workstation.ts';
import type { World } from '#test/sim/world.ts';

/** Lets something befall a machine, the network or the centre; returns what in words, or null where it cannot happen. */
export type Fault = (world: World, at: Workstation, dice: Dice) => string | null | Promise<string | null>;

const yearMs = 365 * dayMs;
const diskFaults: readonly DiskFault[] = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY'];

/** What goes wrong, by name. */
export const faults = {
  loseRequest: (_world, at, dice) => fated(at, { kind: 'lose-request', isSilent: dice.chance(0.3) }),
  loseAnswer: (_world, at, dice) => fated(at, { kind: 'lose-answer', isSilent: dice.chance(0.3) }),
  delay: (_world, at, dice) =>
    fated(at, {
      kind: dice.chance(0.5) ? 'delay-request' : 'delay-answer',
      ms: dice.pick([200, 2_000, 20_000, 45_000, 200_000]),
    }),
  repeat: (_world, at, dice) => fated(at, { kind: 'repeat-request', ms: dice.pick([5, 300, 5_000, 60_000]) }),
  oldAnswer: (_world, at) => fated(at, { kind: 'old-answer' }),
  portal: (_world, at) => fated(at, { kind: 'portal' }),
  cut: (_world, at) => {
    at.line.isCut = true;
    return `${at.owner.name} goes offline`;
  },
  mendLine: (_world, at) => {
    if (!at.line.isCut) return null;
    at.line.isCut = false;
    return `${at.owner.name} is online again`;
  },
  crash: (world, at) => {
    at.die();
    world.revive(at);
    return `the program of ${at.owner.name} is killed and started again`;
  },
  crashInside: (_world, at, dice) => {
    const statement = 1 + dice.int(dice.pick([4, 20, 60]));
    at.disk.fail('CRASH', statement);
    return `${at.owner.name} will be killed at statement ${statement}`;
  },
  crashAfterCommit: (_world, at) => {
    at.disk.fail('CRASH_AFTER_COMMIT', 1);
    return `${at.owner.name} will be killed right after its next commit`;
  },
  diskFault: (_world, at, dice) => {
    const fault = dice.pick(diskFaults);
    const statement = 1 + dice.int(dice.pick([4, 30]));
    at.disk.fail(fault, statement, dice.pick([1, 1, 3, 12]));
    return `${at.owner.name} will meet ${fault} at statement ${statement}`;
  },
  lockAndUnlock: (world, at) => {
    if (!at.engine) return null;
    const ended = at.engine.stop();
    void ended.then(() => world.revive(at, 50));
    at.engine = null;
    return `${at.owner.name} is locked and unlocked`;
  },
  clockSkew: (_world, at, dice) => {
    const sign = dice.chance(0.5) ? 1 : -1;
    at.skewMs = Math.round(
      sign * dice.next() * dice.pick([4 * minuteMs, 3 * hourMs, 20 * hourMs, 3 * dayMs, 2 * yearMs]),
    );
    return `the clock of ${at.owner.name} is ${Math.round(at.skewMs / 1000)} s off`;
  },
  clockRight: (_world, at) => {
    if (at.skewMs === 0) return null;
    at.skewMs = 0;
    return `the clock of ${at.owner.name} is right again`;
  },
  nap: (world, _at, dice) => {
    const ms = dice.int(dice.pick([10 * minuteMs, 8 * hourMs, 3 * dayMs]));
    world.agenda.sleep(ms);
    return `${Math.round(ms / 1000)} s pass with all machines asleep`;
  },
  centreCrash: (world, _at, dice) => {
    const statement = 1 + dice.int(dice.pick([6, 25]));
    world.centre.disk.fail('CRASH', statement);
    return `the centre will be killed at statement ${statement}`;
  },
  centreFault: (world, _at, dice) => {
    world.centre.disk.fail(dice.pick(diskFaults), 1 + dice.int(20));
    return 'the disk of the centre will fail once';
  },
  assign: async (world, _at, dice) => {
    const clients = [...world.mirror.rows.values()].filter(({ entity, data }) => entity === 'client' && data);
    if (clients.length === 0) return null;
    const among = dice.chance(0.5) ? clients.slice(0, 3) : clients;
    const ids = [...new Set([dice.pick(among).id, dice.pick(among).id])].slice(0, dice.chance(0.7) ? 1 : 2);
    const to = dice.pick(world.managerIds);
    await world.assign(ids, to);
    return `the centre assigns ${ids.map(short).join(' ')} to ${short(to)}`;
  },
  backup: (world, at, dice) => {
    if (dice.chance(0.5)) {
      world.backUpCentre();
      return 'the centre is backed up';
    }
    world.backUpProfile(at);
    return `the profile of ${at.owner.name} is backed up`;
  },
  restoreCentre: async (world, _at, dice) => {
    const seq = await world.restoreCentre(dice);
    return seq === null ? null : `the centre is restored from a backup taken at ${seq}`;
  },
  restoreProfile: (world, at, dice) => world.restoreProfile(at, dice),
  cloneProfile: (world, at) => world.cloneProfile(at),
  /** A row vanishes from a store without anybody's doing; the next proof must notice and mend it. */
  rot: (world, at, dice) => {
    if (at.isDown) return null;
    const id = at.disk.aside(() => loseTag(at, dice));
    if (id === null) return null;
    world.damaged.add(at);
    world.rotten.add(`tag ${id}`);
    return `${at.owner.name} loses tag ${short(id)} by damage`;
  },
  /** A newer program wrote something that this centre does not know yet. */
  future: (world, at) => {
    if (at.isDown || at.isClosed) return null;
    const mid = at.station.newId();
    at.disk.aside(() => writeFuture(at, mid, world.word()));
    at.station.live.publish('signal', { kind: 'rows', entities: [] });
    world.typed.note(at, new Map());
    return `${at.owner.name} has a change waiting that only a newer centre understands`;
  },
  revoke: async (world, at) => {
    if (
      world.workstations.filter(({ isInUse }) => isInUse).length < 2 ||
      world.revoked.has(at.identity.deviceId)
    )
      return null;
    await world.revoke(at);
    return `the centre revokes ${at.owner.name}`;
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

function loseTag({ db }: Workstation, dice: Dice): string | null {
  const text = `SELECT id FROM tag WHERE seq > 0 AND hash_hi IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM shadow WHERE entity = 'tag' AND row_id = tag.id) ORDER BY id`;
  const rows = sql<{ id: string }>(db, text).all();
  if (rows.length === 0) return null;
  const { id } = dice.pick(rows);
  throughGate(db, () => sql(db, 'DELETE FROM tag WHERE id = ?').run(id));
  return id;
}

function writeFuture({ db, station, clock }: Workstation, mid: string, word: string): void {
  throughGate(db, () => {
    const id = station.newId();
    const about = `SELECT coalesce('client:' || min(id), 'tenant') AS scope FROM client`;
    const { scope } = sql<{ scope: string }>(db, about).get() ?? { scope: 'tenant' };
    sql(db, `INSERT INTO shadow (entity, row_id, scope, seq, data) VALUES ('gift', ?, ?, 0, NULL)`).run(
      id,
      scope,
    );
    sql(
      db,
      `INSERT INTO outbox (mid, group_id, lane, command, entity, row_id, op, patch, base, hlc, created_at, schema)
       VALUES (?, ?, 1, 'gift.add', 'gift', ?, 'create', ?, 0, ?, ?, ?)`,
    ).run(
      mid,
      station.newId(),
      id,
      JSON.stringify({ text: word }),
      station.nextHlc(),
      clock(),
      schemaVersion + 1,
    );
  });
}

function fated(at: Workstation, fate: Fate): string {
  at.line.fates.push(fate);
  return `the next message of ${at.owner.name}: ${JSON.stringify(fate)}`;
}
