import type { GuestListRow } from '#core/api/event-guest-list.ts';
import type { Id } from '#core/base/ids.ts';
import type { EventFields, GuestState } from '#core/events/event.ts';
import type { ListState } from '#core/events/guest-list/words.ts';
import type { RowChange } from '#db/changes/commit.ts';
import type { People } from '#workstation/events/guest-list/people.ts';
import type { Lot } from '#workstation/events/lot.ts';
import type { ProductGate } from '#workstation/risk/product-gate.ts';
import type { Station } from '#workstation/station.ts';

/** How a list is taken. */
export interface TakeWish {
  readonly defaultState: ListState;
  readonly samePersonRows: ReadonlySet<number>;
}

/** A row with what becomes of it, and what is written for it; a refusal keeps its verdict as well. */
export interface JudgedRow {
  readonly view: GuestListRow;
  readonly changes: readonly RowChange[];
}

/** What the rows before a row left behind. */
export interface Work {
  readonly station: Station;
  readonly event: EventFields & { readonly id: Id };
  readonly wish: TakeWish;
  readonly people: People;
  readonly gate: ProductGate;
  readonly lot: Lot;
  readonly entered: ReadonlySet<Id>;
  readonly seen: Set<string>;
  free: number;
}

/** Returns the state a wish leads to: a promise takes a seat, or waits where none is free (EV2). */
export function seatedAs(work: Work, wanted: ListState): GuestState {
  if (wanted !== 'accepted' && wanted !== 'confirmed') return wanted;
  if (work.free <= 0) return 'waitlisted';
  work.free -= 1;
  return wanted;
}
