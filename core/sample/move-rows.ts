import { dayMs } from '#core/base/time.ts';
import type { GuestFields, GuestState } from '#core/events/event.ts';
import type { SampleKit, SampleRow } from '#core/sample/book.ts';

/** An invited guest as far as their answer is concerned. */
interface Answered {
  readonly id: string;
  readonly data: Pick<GuestFields, 'eventId' | 'hostManagerId' | 'state' | 'stateAt'> & {
    readonly invitedAt: number;
  };
}

/** How a guest's answer came about, as the program would have written it: each change by whom and when. */
export function* moveRows(kit: SampleKit, { id, data }: Answered): Generator<SampleRow> {
  const { eventId, hostManagerId: managerId, state, stateAt, invitedAt } = data;
  const way: GuestState[] = ['invited'];
  if (state === 'confirmed' || state === 'cancelled' || state === 'no_show') way.push('accepted');
  if (state !== 'invited') way.push(state);
  for (const [step, toState] of way.entries()) {
    const isLast = step === way.length - 1;
    const at = step === 0 ? invitedAt : isLast ? stateAt : stateAt - dayMs / 2;
    const told = { eventId, guestId: id, fromState: way[step - 1] ?? null, toState, managerId, at };
    yield { entity: 'guestMove', id: kit.newId(), data: told };
  }
}
