import { minuteMs } from '#core/base/time.ts';
import type { Comparison } from '#core/sync/compare.ts';
import { canonicalJson } from '#core/sync/canonical.ts';
import { entityNames, type Entity } from '#core/sync/entities.ts';
import { clearSlack } from '#db/changes/purge.ts';
import { writeSyncState } from '#db/changes/sync-state.ts';
import { sql } from '#db/handles.ts';
import { decode, tableOf } from '#db/rows.ts';
import { short } from '#test/sim/actions.ts';
import { hold } from '#test/sim/failure.ts';
import type { Intent } from '#test/sim/typed.ts';
import type { World } from '#test/sim/world.ts';
import type { Workstation } from '#test/sim/workstation.ts';

/** How long and how much may happen until everything is quiet. */
const restMs = 30 * minuteMs;
const restSteps = 1500;

/** Mends everything, lets all machines catch up, and looks whether nothing was lost and all copies are equal. */
export async function comeToRest(world: World): Promise<void> {
  heal(world);
  const proofs = await proveAll(world);
  for (const at of inUse(world)) {
    checkQuiet(world, at);
    checkCopy(world, at);
    const proof = proofs.get(at);
    hold(
      proof?.isEqual === true,
      'digests-equal',
      'diverged',
      () => `${at.owner.name}: ${JSON.stringify(proof)} ${at.engine?.status().problem}`,
    );
    checkRaw(world, at);
  }
  checkOnce(world);
  const ahead = world.centre.newestIntent() - world.agenda.now();
  hold(ahead <= 0, 'clocks-clamped', 'broken', () => `an intent stands that is ${ahead} ms in the future`);
  for (const intent of world.typed.byMid.values()) checkKept(world, intent);
}

function inUse({ workstations }: World): Workstation[] {
  return workstations.filter(({ isInUse }) => isInUse);
}

function heal(world: World): void {
  world.tell('everything is mended');
  world.centre.disk.mend();
  for (const at of inUse(world)) {
    at.line.isCut = false;
    at.line.fates.length = 0;
    at.disk.mend();
    at.skewMs = 0;
  }
}

/** Lets the engines work by themselves, then asks each for a proof until a round of proofs finds nothing new. */
async function proveAll(world: World): Promise<Map<Workstation, Comparison>> {
  const proofs = new Map<Workstation, Comparison>();
  const until = world.agenda.now() + restMs;
  const limit = world.tally.steps + restSteps;
  await goOn(world);
  for (let round = 0; round < 8; round += 1) {
    const before = world.centre.head();
    proofs.clear();
    for (const at of inUse(world)) {
      await askForProof(world, at, proofs);
      if (world.agenda.now() > until || world.tally.steps > limit) return proofs;
    }
    const isDone = world.centre.head() === before && inUse(world).every((at) => proofs.get(at)?.isEqual);
    if (isDone) return proofs;
    await world.runUntil(world.agenda.now() + minuteMs, restSteps);
  }
  return proofs;
}

const notRunning = { phase: 'ended', problem: 'NOT_RUNNING', pending: 1, held: 0 };

/** Within two minutes every machine that has something to say, or was in trouble, has asked the centre by itself. */
async function goOn(world: World): Promise<void> {
  const asked = new Map(world.workstations.map((at) => [at, at.requests]));
  await world.runUntil(world.agenda.now() + 2 * minuteMs, restSteps);
  for (const at of inUse(world)) {
    const { phase, problem, pending, held } = at.engine?.status() ?? notRunning;
    hold(
      at.requests > (asked.get(at) ?? 0) || (phase === 'synced' && pending <= held),
      'goes-on-by-itself',
      'broken',
      () => `${at.owner.name} asks no more: ${pending} waiting, problem ${problem}`,
    );
  }
}

async function askForProof(
  world: World,
  at: Workstation,
  proofs: Map<Workstation, Comparison>,
): Promise<void> {
  const until = world.agenda.now() + 2 * minuteMs;
  while ((at.isDown || !at.engine) && world.agenda.now() < until)
    await world.runUntil(world.agenda.nextAt(), 1);
  if (at.engine?.status().problem === 'MASS_REMOVAL') writeSyncState(at.db, 'removalAgreed', true);
  let isOver = false;
  const ask = at.engine?.prove() ?? Promise.reject(new Error('not running'));
  void ask.then(
    (proof) => {
      proofs.set(at, proof);
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  await world.settle();
  // oxlint-disable-next-line no-unmodified-loop-condition -- the proof ends while time goes by
  while (!isOver && at.isInUse && world.agenda.now() < until) await world.runUntil(world.agenda.nextAt(), 1);
}

function checkQuiet({ centre }: World, at: Workstation): void {
  const waiting = sql<{ command: string }>(
    at.db,
    'SELECT command FROM outbox WHERE held_schema IS NULL',
  ).all();
  const { problem } = at.engine?.status() ?? { problem: 'NOT_RUNNING' };
  hold(
    waiting.length === 0 && problem === null,
    'comes-to-rest',
    'broken',
    () => `${at.owner.name}: ${waiting.length} waiting, problem ${problem}, centre at ${centre.head()}`,
  );
}

/** The copy is what the centre holds for this manager, value for value. */
function checkCopy({ centre, mirror }: World, at: Workstation): void {
  const scopes = centre.scopesOf(at.owner.managerId);
  const due = new Map<string, string>();
  for (const { entity, id, scope, seq, data } of mirror.rows.values()) {
    if (data && scopes.has(scope)) due.set(`${entity} ${id}`, `${seq} ${canonicalJson(data)}`);
  }
  for (const [key, text] of copyOf(at)) {
    hold(
      due.get(key) === text,
      'copies-equal',
      'diverged',
      () => `${at.owner.name} holds ${key} ${text}, the centre ${due.get(key) ?? 'none'}`,
    );
    due.delete(key);
  }
  const [missing] = due;
  hold(!missing, 'copies-equal', 'diverged', () => `${at.owner.name} lacks ${missing?.join(' ')}`);
}

function copyOf({ db }: Workstation): Map<string, string> {
  const copy = new Map<string, string>();
  for (const entity of entityNames) {
    for (const record of sql<Record<string, unknown>>(db, `SELECT * FROM ${tableOf(entity).name}`).all()) {
      copy.set(
        `${entity} ${String(record['id'])}`,
        `${String(record['seq'])} ${canonicalJson(decode(entity, record))}`,
      );
    }
  }
  const parked = sql<{ entity: Entity; id: string; seq: number; data: string }>(
    db,
    'SELECT entity, row_id AS id, seq, data FROM parked',
  ).all();
  for (const { entity, id, seq, data } of parked)
    copy.set(`${entity} ${id}`, `${seq} ${canonicalJson(JSON.parse(data))}`);
  return copy;
}

/** Words about scopes this machine may not see are nowhere in its file once it is closed, free pages and slack included. */
function checkRaw(world: World, at: Workstation): void {
  const scopes = world.centre.scopesOf(at.owner.managerId);
  const tray = new Set(
    sql<{ patch: string }>(at.db, "SELECT mutation AS patch FROM journal WHERE status = 'rejected'")
      .all()
      .flatMap(({ patch }) => patch.match(/w\d{4}x/g) ?? []),
  );
  const foreign = [...world.words].filter(([word, scope]) => !scopes.has(scope) && !tray.has(word));
  if (foreign.length === 0) return;
  clearSlack(at.db);
  const image = at.db.serialize();
  const found = foreign.find(([word]) => image.includes(word));
  hold(
    !found,
    'nothing-without-a-grant',
    'broken',
    () => `${at.owner.name} still has ${found?.[0]} of ${found?.[1]} in its file`,
  );
}

function checkOnce({ centre }: World): void {
  const twice = centre.decidedTwice();
  hold(twice.length === 0, 'exactly-once', 'broken', () => `decided more than once: ${twice.join(' ')}`);
}

/** Whatever was typed and kept by a machine stands, stood until somebody who had seen it changed it, or lies where people find it. */
function checkKept(world: World, intent: Intent): void {
  const { mid, by, command, entity, id } = intent;
  if (intent.isForgone) return;
  const name = () =>
    `${command} ${short(mid)} of ${by} on ${entity} ${short(id)} ${JSON.stringify(intent.patch)}`;
  const standing = world.centre.standingOf(mid);
  if (standing === 'quarantined') return;
  // What changed nothing is not offered again to a restored centre: it holds the value by itself.
  if (standing === null && intent.op === 'patch' && areKept(world, intent)) return;
  if (standing === 'taken') return checkValues(world, intent, name);
  hold(
    world.isHeldSomewhere(mid),
    'nothing-lost',
    'lost',
    () => `${name()} is neither at the centre nor on any machine`,
  );
}

function checkValues({ mirror }: World, { op, patch, entity, id }: Intent, name: () => string): void {
  if (op === 'delete') return;
  for (const [field, value] of Object.entries(patch)) {
    if (entity === 'client' && field === 'ownerManagerId') continue;
    hold(
      mirror.isKept(entity, id, field, value),
      'nothing-lost',
      'lost',
      () => `${name()}: ${field} is nowhere in the history of the centre`,
    );
  }
}

function areKept({ mirror }: World, { entity, id, patch }: Intent): boolean {
  return Object.entries(patch).every(([field, value]) => mirror.isKept(entity, id, field, value));
}
