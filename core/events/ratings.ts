import type { Id } from '#core/base/ids.ts';
import type { GuestNoteFields } from '#core/events/guest-note.ts';

/** How guests liked a salon, to be added up over salons. */
export interface Ratings {
  /** Guests who said how they liked it. */
  readonly rated: number;
  /** The sum of what they said, 1 to 5 each. */
  readonly ratingSum: number;
}

/** Adds up the notes' ratings: of a guest who was asked again the latest counts, ties by id. */
export function ratingsOf(
  notes: readonly (Pick<GuestNoteFields, 'guestId' | 'rating' | 'recordedAt'> & { readonly id: Id })[],
): Ratings {
  const inOrder = notes.toSorted((a, b) => a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
  const latest = new Map(
    inOrder.flatMap(({ guestId, rating }): [Id, number][] => (rating === null ? [] : [[guestId, rating]])),
  );
  return { rated: latest.size, ratingSum: [...latest.values()].reduce((sum, one) => sum + one, 0) };
}
