import { Group, Loader, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { IconBarcode } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorGuest } from '#core/api/events.ts';
import { readTicketCodes } from '#core/events/ticket.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import classes from '#renderer/features/events/CheckIn.module.css';
import { DoorBar } from '#renderer/features/events/DoorBar.tsx';
import { DoorMatches } from '#renderer/features/events/DoorMatches.tsx';
import { DoorPanel } from '#renderer/features/events/DoorPanel.tsx';
import { DoorSide } from '#renderer/features/events/DoorSide.tsx';
import { OverrideModal, type Overriding } from '#renderer/features/events/OverrideModal.tsx';
import { useDoor, type WalkIn } from '#renderer/features/events/use-door.ts';
import { useDoorKeys } from '#renderer/features/events/use-door-keys.ts';
import { useScanner } from '#renderer/features/events/use-scanner.ts';
import { WalkInModal } from '#renderer/features/events/WalkInModal.tsx';
import { api, queryClient } from '#renderer/lib/api.ts';
import { useCamera } from '#renderer/lib/camera/use-camera.ts';

/** Longer than a scanner's gap between keys, shorter than a person notices. */
const searchAfterMs = 60;

/**
 * The check-in desk: full screen, one input that takes scanner and typing alike, an answer readable from two metres.
 * Works without a network; says how much has not been uploaded.
 */
export function CheckInPage({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('events');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const [overriding, setOverriding] = useState<Overriding | null>(null);
  const [lastWalkIn, setLastWalkIn] = useState<WalkIn | null>(null);
  const [isWalkIn, walkingIn] = useDisclosure(false);
  const desk = useDoor(eventId);
  const [asked] = useDebouncedValue(typed, searchAfterMs);
  const door = useQuery(api.events.door.queryOptions({ input: { eventId } }));
  const isSearching = asked.trim() !== '' && typed.trim() !== '';
  const found = useQuery({
    ...api.events.search.queryOptions({ input: { eventId, typed: asked, limit: 10 } }),
    enabled: isSearching,
    placeholderData: keepPreviousData,
  });
  const matches = isSearching ? (found.data?.guests ?? []) : [];
  const hasDialog = isWalkIn || overriding !== null;

  const refocus = (): void => {
    setTyped('');
    setSelected(0);
    setOverriding(null);
    walkingIn.close();
    setTimeout(() => input.current?.focus(), 0);
  };
  const scan = (burst: string): void => {
    // A scanner that stumbled in the middle left the whole code in the field only.
    const field = input.current?.value ?? '';
    const text = readTicketCodes(burst).length === 0 && readTicketCodes(field).length > 0 ? field : burst;
    // Leaving the field ends whatever an input method was composing from the scanner's keys.
    input.current?.blur();
    refocus();
    void desk.scan(text);
  };
  const letIn = (guest: DoorGuest): void => {
    if (guest.doorRule === 'WITH_REASON' && guest.firstEntry === null) {
      return setOverriding({ isNote: false, guest });
    }
    refocus();
    void desk.admit(guest.id, null);
  };
  const isAnswered = typed === asked && found.isFetched && !found.isPlaceholderData;
  /** Enter before the search has answered counts for the one guest found, never for one of several unseen. */
  const letInOnly = async (text: string): Promise<void> => {
    const input = { eventId, typed: text, limit: 10 };
    const { guests } = await queryClient.fetchQuery(api.events.search.queryOptions({ input }));
    if (guests[0] && guests.length === 1) letIn(guests[0]);
  };
  useScanner(scan);
  const camera = useCamera(scan, hasDialog);
  const undo = (checkInId: string, name: string): Promise<void> => {
    camera.forget();
    return desk.undo(checkInId, name);
  };
  useDoorKeys({
    hasDialog,
    onEscape: () => {
      desk.clear();
      refocus();
    },
    onWalkIn: walkingIn.open,
    onCamera: camera.toggle,
    onUndo: () => {
      const answer = desk.shown?.kind === 'answer' ? desk.shown.answer : null;
      if (answer?.checkInId && answer.card) void undo(answer.checkInId, answer.card.name);
    },
    focusInput: () => input.current?.focus(),
  });

  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') setSelected(Math.min(selected + 1, matches.length - 1));
    else if (event.key === 'ArrowUp') setSelected(Math.max(selected - 1, 0));
    else if (event.key === 'Enter' && readTicketCodes(typed).length > 0) scan(typed);
    else if (event.key === 'Enter' && isAnswered && matches[selected]) letIn(matches[selected]);
    else if (event.key === 'Enter' && !isAnswered && typed.trim() !== '') void letInOnly(typed);
    else return;
    event.preventDefault();
  };

  if (door.error) return <ErrorState error={door.error} reset={() => void door.refetch()} />;
  if (!door.data) return <Loader m="xl" />;
  return (
    <div className={classes.page}>
      <DoorBar door={door.data} desk={desk} camera={camera} />
      <main className={classes.main}>
        <TextInput
          ref={input}
          autoFocus
          size="xl"
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            setSelected(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setTimeout(() => returnFocus(input.current), 150)}
          leftSection={<IconBarcode />}
          placeholder={t('checkIn.input')}
          aria-label={t('checkIn.input')}
          autoComplete="off"
          spellCheck={false}
          data-testid="door-input"
        />
        {isSearching ? (
          <DoorMatches
            matches={matches}
            total={found.data?.total ?? 0}
            typed={asked}
            isReady={found.isFetched && !found.isPlaceholderData}
            selected={selected}
            onPick={letIn}
            onWalkIn={walkingIn.open}
          />
        ) : (
          <DoorPanel
            shown={desk.shown}
            onPick={letIn}
            onOverride={({ card, result }) => {
              const isNote = result === 'SUITABILITY_NOTE';
              if (card) setOverriding({ isNote, guest: card });
              else if (lastWalkIn) setOverriding({ isNote: true, walkIn: lastWalkIn });
            }}
            onUndo={(checkInId, name) => void undo(checkInId, name).then(refocus)}
            onWalkIn={walkingIn.open}
          />
        )}
        <Group gap="lg" className={classes.hints} aria-hidden>
          {(['enter', 'arrows', 'walkIn', 'camera', 'undo', 'escape'] as const).map((key) => (
            <span key={key}>
              <kbd>{t(`checkIn.key.${key}`)}</kbd> {t(`checkIn.does.${key}`)}
            </span>
          ))}
        </Group>
      </main>
      <DoorSide
        camera={camera}
        door={door.data}
        onUndo={(checkInId, name) => void undo(checkInId, name).then(refocus)}
        onWalkIn={walkingIn.open}
      />
      <WalkInModal
        isOpen={isWalkIn}
        typed={typed}
        onClose={refocus}
        onSubmit={(person) => {
          refocus();
          setLastWalkIn(person);
          void desk.walkIn(person);
        }}
      />
      <OverrideModal
        overriding={overriding}
        onClose={refocus}
        onSubmit={(one, reason) => {
          refocus();
          void ('guest' in one
            ? desk.admit(one.guest.id, reason, one.isNote)
            : desk.walkIn(one.walkIn, reason));
        }}
      />
    </div>
  );
}

/** Brings the focus back to the one input unless a dialog or another control has it. */
function returnFocus(input: HTMLInputElement | null): void {
  if (document.activeElement === document.body) input?.focus();
}
