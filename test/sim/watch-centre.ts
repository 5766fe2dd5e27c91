import { canonicalJson } from '#core/sync/canonical.ts';
import type { Mutation, MutationResult } from '#core/sync/protocol.ts';
import { short } from '#test/sim/actions.ts';
import { hold } from '#test/sim/failure.ts';
import { fieldsChanged, type Mirror, type RowStep } from '#test/sim/mirror.ts';
import type { Intent } from '#test/sim/typed.ts';

/** A push as it went through the centre. */
export interface PushStep {
  /** The machine and everything it was copied from or to: one hand. */
  readonly family: string;
  readonly mutations: readonly Mutation[];
  readonly results: readonly MutationResult[];
  readonly steps: readonly RowStep[];
}

/** What must hold at the centre after every push: nothing that lost is forgotten, groups stand or fall together. */
export function checkPush(mirror: Mirror, typed: ReadonlyMap<string, Intent>, push: PushStep): void {
  const results = new Map(push.results.map((result) => [result.mid, result]));
  const fresh = push.mutations.filter(({ mid }) =>
    ['applied', 'merged'].includes(results.get(mid)?.status ?? ''),
  );
  const again = fresh.find(({ mid }) => !mirror.noteDone(mid));
  hold(
    !again,
    'exactly-once',
    'broken',
    () => `${again?.command} ${short(again?.mid ?? '')} took effect twice`,
  );
  checkAnswered(push, results);
  checkGroups(push.mutations, results);
  for (const step of push.steps) checkReplaced(mirror, typed, { ...push, step, fresh });
  for (const [index, mutation] of fresh.entries()) checkTaken(mirror, mutation, fresh.slice(index + 1));
  for (const step of push.steps) mirror.signWriter(step, push.family);
}

function checkAnswered({ mutations, steps }: PushStep, results: ReadonlyMap<string, MutationResult>): void {
  const missing = mutations.find(({ mid }) => !results.has(mid));
  hold(!missing, 'every-intent-answered', 'broken', () => `no answer to ${missing?.command}`);
  const named = new Set(mutations.map(({ entity, id }) => `${entity} ${id}`));
  const isNews = ({ mid }: Mutation) => ['applied', 'merged'].includes(results.get(mid)?.status ?? '');
  const isIdle = !mutations.some(isNews);
  const touched = steps.find(({ after }) => named.has(`${after.entity} ${after.id}`));
  hold(
    !isIdle || !touched,
    'exactly-once',
    'broken',
    () => `a push of replays and refusals changed ${touched?.after.entity}`,
  );
}

/** All of a group, or none: replays of an earlier push count by what they were. */
function checkGroups(mutations: readonly Mutation[], results: ReadonlyMap<string, MutationResult>): void {
  for (const group of Map.groupBy(mutations, (mutation) => mutation.group).values()) {
    const kinds = new Set(
      group.map(({ mid }) =>
        ['rejected', 'held'].includes(results.get(mid)?.status ?? '') ? 'refused' : 'taken',
      ),
    );
    hold(
      kinds.size < 2,
      'groups-whole',
      'broken',
      () =>
        `${group[0]?.command} was taken in part: ${group.map(({ mid }) => `${results.get(mid)?.status} ${results.get(mid)?.code ?? ''}`).join(', ')}`,
    );
  }
}

interface Replaced extends PushStep {
  readonly step: RowStep;
  readonly fresh: readonly Mutation[];
}

/** A value that was replaced had been seen by whoever replaced it, or was theirs, or is kept in a conflict. */
function checkReplaced(
  mirror: Mirror,
  typed: ReadonlyMap<string, Intent>,
  { step, fresh, family }: Replaced,
): void {
  const { before, after } = step;
  if (!before?.data || ['conflict', 'manager'].includes(after.entity)) return;
  const own = fresh.filter(({ entity, id }) => entity === after.entity && id === after.id);
  for (const field of fieldsChanged(step)) {
    const old = before.data[field];
    const by = own.find(({ op, patch }) => op === 'delete' || Object.hasOwn(patch, field));
    const name = `${after.entity} ${short(after.id)}.${field}`;
    hold(by !== undefined, 'no-effect-without-cause', 'broken', () => `${name} changed though nobody asked`);
    const seen = typed.get(by.mid)?.seen.get(field) ?? new Set<string>();
    const isOwn =
      mirror.writerOf(after.entity, after.id, field) === family ||
      mirror.isOfBackup(after.entity, after.id, field);
    const isKept = mirror.isInConflict(after.entity, after.id, field, old);
    hold(
      seen.has(canonicalJson(old)) || isOwn || isKept,
      'no-silent-overwrite',
      'lost',
      () =>
        `${name} was ${canonicalJson(old)}, replaced by ${by.op} of ${family} which had seen ${[...seen].join(' ')}`,
    );
  }
}

/** A value that was taken stands, or stood within this push, or lost openly. */
function checkTaken(mirror: Mirror, { entity, id, op, patch }: Mutation, later: readonly Mutation[]): void {
  if (op === 'delete') {
    const data = mirror.rows.get(`${entity} ${id}`)?.data;
    return hold(
      !data,
      'taken-is-taken',
      'lost',
      () => `${entity} ${short(id)} lives on after its deletion was taken`,
    );
  }
  for (const [field, value] of Object.entries(patch)) {
    if (entity === 'client' && field === 'ownerManagerId') continue;
    // Who writes twice in one push has seen what they replace: it stood, if only within the push.
    const isReplaced = later.some(
      (next) => next.entity === entity && next.id === id && (next.op === 'delete' || field in next.patch),
    );
    if (isReplaced) mirror.noteStood(entity, id, field, value);
    const isKept = mirror.isKept(entity, id, field, value);
    hold(
      isKept,
      'taken-is-taken',
      'lost',
      () => `${entity} ${short(id)}.${field} = ${canonicalJson(value)} was taken and is nowhere`,
    );
  }
}
