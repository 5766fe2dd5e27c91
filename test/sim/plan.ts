import type { ActionName } from '#test/sim/actions.ts';
import type { FaultName } from '#test/sim/faults.ts';
import { dice, hashText, type Dice } from '#test/sim/random.ts';

/** One thing that somebody does or that befalls a machine, after a while. Carries its own seed: leaving others out moves it little. */
export interface Item {
  readonly kind: ActionName | FaultName;
  readonly machine: number;
  readonly seed: number;
  readonly gapMs: number;
}

/** Who takes part in a schedule. */
export interface Cast {
  /** The machines by name; the letter is the manager. */
  readonly machines: readonly string[];
  /** Machines that begin with an empty store. */
  readonly fresh: readonly string[];
}

export interface Plan {
  readonly seed: number;
  readonly theme: string;
  /** How likely everybody works on the same two rows of a kind. */
  readonly crowd: number;
  readonly cast: Cast;
  readonly items: readonly Item[];
}

type Weights = Partial<Record<ActionName | FaultName, number>>;

const daily: Weights = {
  editClient: 14,
  addClient: 5,
  addTask: 6,
  editTask: 8,
  tag: 3,
  renameTag: 4,
  retag: 3,
  note: 5,
  call: 8,
  undoCall: 2,
  withdraw: 3,
  addEvent: 2,
  editEvent: 5,
  addGuest: 4,
  editGuest: 4,
  checkIn: 4,
  editMany: 6,
  claimClient: 1,
  deleteTask: 2,
  deleteGuest: 1,
  deleteClient: 0.6,
  deleteEvent: 0.5,
  decide: 5,
  takeBack: 2,
  acknowledge: 1,
  syncNow: 4,
  prove: 2,
};

const mishaps: Weights = {
  loseRequest: 3,
  loseAnswer: 5,
  delay: 4,
  repeat: 3,
  oldAnswer: 3,
  portal: 0.5,
  cut: 3,
  mendLine: 4,
  crash: 3,
  crashInside: 5,
  crashAfterCommit: 2,
  diskFault: 3,
  lockAndUnlock: 1,
  clockSkew: 2,
  clockRight: 2,
  centreCrash: 2,
  centreFault: 1,
  backup: 1.5,
  assign: 3,
  nap: 2,
  rot: 0.5,
  future: 0.4,
};

interface Theme {
  readonly weight: number;
  readonly crowd?: number;
  /** How likely a machine has never synced. */
  readonly fresh?: number;
  /** True where nothing but what has a weight here happens. */
  readonly isNarrow?: boolean;
  readonly weights: Weights;
}

/** What a schedule dwells on: rare things become likely in some seeds instead of unlikely in all. */
const themes: Record<string, Theme> = {
  everything: {
    weight: 4,
    weights: { restoreCentre: 0.6, restoreProfile: 0.6, cloneProfile: 0.6, revoke: 0.3 },
  },
  network: {
    weight: 3,
    weights: { loseRequest: 12, loseAnswer: 20, delay: 16, repeat: 12, oldAnswer: 14, cut: 6, mendLine: 8 },
  },
  crashes: {
    weight: 3,
    weights: {
      crash: 8,
      crashInside: 22,
      crashAfterCommit: 10,
      diskFault: 12,
      centreCrash: 8,
      centreFault: 4,
    },
  },
  access: {
    weight: 3,
    weights: { assign: 18, future: 2, editEvent: 14, claimClient: 4, deleteClient: 2, cut: 6, mendLine: 6 },
  },
  restores: { weight: 3, weights: { restoreCentre: 4, backup: 6, cut: 5, mendLine: 7, loseAnswer: 8 } },
  profiles: { weight: 3, weights: { restoreProfile: 4, cloneProfile: 2.5, backup: 5, cut: 4, mendLine: 6 } },
  clocks: { weight: 2, weights: { clockSkew: 14, clockRight: 8, nap: 6 } },
  revocation: { weight: 1, weights: { revoke: 2, cut: 4, mendLine: 5 } },
  conflicts: {
    weight: 1,
    crowd: 0.9,
    weights: { editClient: 40, decide: 40, takeBack: 30, cut: 8, mendLine: 8 },
  },
  // Little else happens in these: what they wait for takes many things in the right order.
  firsts: {
    weight: 1,
    fresh: 0.8,
    isNarrow: true,
    weights: {
      addClient: 30,
      assign: 30,
      deleteClient: 4,
      loseRequest: 15,
      delay: 8,
      cut: 12,
      mendLine: 10,
      nap: 3,
    },
  },
  stale: {
    weight: 1,
    crowd: 0.8,
    weights: { editClient: 24, diskFault: 14, oldAnswer: 22, loseAnswer: 6 },
  },
  beneath: {
    weight: 1,
    crowd: 0.9,
    isNarrow: true,
    weights: { editMany: 40, delay: 20, cut: 6, mendLine: 8, syncNow: 6, loseRequest: 4 },
  },
  handovers: {
    weight: 1,
    crowd: 0.9,
    isNarrow: true,
    weights: {
      editEvent: 50,
      addGuest: 6,
      note: 4,
      delay: 12,
      diskFault: 10,
      cut: 6,
      mendLine: 8,
      loseAnswer: 4,
    },
  },
  bases: {
    weight: 1,
    crowd: 0.95,
    isNarrow: true,
    weights: { editClient: 40, backup: 10, restoreCentre: 8, cut: 10, mendLine: 9, syncNow: 6 },
  },
  calm: { weight: 1, weights: Object.fromEntries(Object.keys(mishaps).map((name) => [name, 0.2])) },
};

const casts: readonly (readonly string[])[] = [
  ['A1', 'A2'],
  ['A1', 'A2'],
  ['A1', 'B1'],
  ['A1', 'B1'],
  ['A1', 'A2', 'B1'],
  ['A1', 'A2', 'B1'],
  ['A1', 'B1', 'C1'],
  ['A1', 'A2', 'B1', 'C1'],
];

/** Makes the plan of a seed: who, what, when; of its own theme or the one asked for. The same seed gives the same plan. */
export function makePlan(seed: number, length: number, only: string | null = null): Plan {
  const own = dice(hashText(`plan ${seed}`));
  const drawn = own.weighed(
    Object.fromEntries(Object.entries(themes).map(([name, { weight }]) => [name, weight])),
  );
  const theme = only ?? drawn;
  const machines = own.pick(casts);
  const fresh = machines.filter(() => own.chance(themes[theme]?.fresh ?? 0.12));
  const common = themes[theme]?.isNarrow ? {} : { ...daily, ...mishaps };
  const weights = { ...common, ...themes[theme]?.weights } as Record<ActionName | FaultName, number>;
  const items = Array.from({ length }, (_, index): Item => ({
    kind: own.weighed(weights),
    machine: own.int(machines.length + 1),
    seed: hashText(`${seed} ${index}`),
    gapMs: gap(own),
  }));
  return { seed, theme, crowd: themes[theme]?.crowd ?? 0.5, cast: { machines, fresh }, items };
}

/** People and mishaps come in bursts. */
function gap(own: Dice): number {
  const kind = own.next();
  if (kind < 0.55) return own.int(40);
  if (kind < 0.92) return own.int(400);
  if (kind < 0.985) return own.int(5_000);
  return own.int(60_000);
}
