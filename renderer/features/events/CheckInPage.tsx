import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { DoorAnswer, DoorGuest } from '#core/api/event-door.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import classes from '#renderer/features/events/CheckIn.module.css';
import { DoorBar, type Door } from '#renderer/features/events/DoorBar.tsx';
import { DoorMain, type DoorField } from '#renderer/features/events/DoorMain.tsx';
import { DoorSide } from '#renderer/features/events/DoorSide.tsx';
import { OverrideModal, type Overriding } from '#renderer/features/events/OverrideModal.tsx';
import { useDoor, type WalkIn } from '#renderer/features/events/use-door.ts';
import { useDoorKeys } from '#renderer/features/events/use-door-keys.ts';
import { WalkInModal } from '#renderer/features/events/WalkInModal.tsx';
import { api } from '#renderer/lib/api.ts';
import { useCamera } from '#renderer/lib/camera/use-camera.ts';
import { useStable } from '#renderer/lib/use-stable.ts';

/**
 * The check-in desk: full screen, one input that takes scanner and typing alike, an answer readable from two metres.
 * Works without a network; says how much has not been uploaded.
 */
export function CheckInPage({ eventId }: { readonly eventId: string }) {
  const door = useQuery(api.events.door.queryOptions({ input: { eventId } }));
  if (door.error) return <ErrorState error={door.error} reset={() => void door.refetch()} />;
  return door.data ? <OpenDoor door={door.data} /> : <Loader m="xl" />;
}

/** What is typed lives in `DoorMain`: the rest of the desk is drawn anew by answers, not by keys. */
function OpenDoor({ door }: { readonly door: Door }) {
  const eventId = door.event.id;
  const field = useRef<DoorField>(null);
  const desk = useDoor(eventId);
  const [overriding, setOverriding] = useState<Overriding | null>(null);
  const [lastWalkIn, setLastWalkIn] = useState<WalkIn | null>(null);
  /** What stood in the input when a walk-in was begun; null while none is. */
  const [walkInFrom, setWalkInFrom] = useState<string | null>(null);
  const hasDialog = walkInFrom !== null || overriding !== null;
  const camera = useCamera((text) => field.current?.scan(text), hasDialog);

  const next = (): void => {
    setOverriding(null);
    setWalkInFrom(null);
  };
  const reset = (): void => field.current?.reset();
  const openWalkIn = useStable(() => setWalkInFrom(field.current?.typed() ?? ''));
  const undo = useStable((checkInId: string, name: string): void => {
    camera.forget();
    void desk.undo(checkInId, name).then(reset);
  });
  const override = useStable(({ card, result }: DoorAnswer): void => {
    const isNote = result === 'SUITABILITY_NOTE';
    if (card) setOverriding({ isNote, guest: card });
    else if (lastWalkIn) setOverriding({ isNote: true, walkIn: lastWalkIn });
  });
  const askReason = useStable((guest: DoorGuest) => setOverriding({ isNote: false, guest }));
  useDoorKeys({
    hasDialog,
    onEscape: () => {
      desk.clear();
      reset();
    },
    onWalkIn: openWalkIn,
    onCamera: camera.toggle,
    onUndo: () => {
      const answer = desk.shown?.kind === 'answer' ? desk.shown.answer : null;
      if (answer?.checkInId && answer.card) undo(answer.checkInId, answer.card.name);
    },
    focusInput: () => field.current?.focus(),
  });

  return (
    <div className={classes.page}>
      <DoorBar door={door} desk={desk} camera={camera} />
      <DoorMain
        ref={field}
        eventId={eventId}
        desk={desk}
        onNext={next}
        onReason={askReason}
        onOverride={override}
        onUndo={undo}
        onWalkIn={openWalkIn}
      />
      <DoorSide camera={camera} door={door} onUndo={undo} onWalkIn={openWalkIn} />
      <WalkInModal
        isOpen={walkInFrom !== null}
        typed={walkInFrom ?? ''}
        onClose={reset}
        onSubmit={(person) => {
          reset();
          setLastWalkIn(person);
          void desk.walkIn(person);
        }}
      />
      <OverrideModal
        overriding={overriding}
        onClose={reset}
        onSubmit={(one, reason) => {
          reset();
          void ('guest' in one
            ? desk.admit(one.guest.id, reason, one.isNote)
            : desk.walkIn(one.walkIn, reason));
        }}
      />
    </div>
  );
}
