import { TextInput } from '@mantine/core';
import { IconBarcode } from '@tabler/icons-react';
import {
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent as ReactKeyboardEvent,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorAnswer, DoorGuest } from '#core/api/event-door.ts';
import { readTicketCodes } from '#core/events/ticket.ts';
import classes from '#renderer/features/events/CheckIn.module.css';
import { DoorHints } from '#renderer/features/events/DoorHints.tsx';
import { DoorMatches } from '#renderer/features/events/DoorMatches.tsx';
import { DoorPanel } from '#renderer/features/events/DoorPanel.tsx';
import { useDoorSearch } from '#renderer/features/events/use-door-search.ts';
import type { DoorDesk } from '#renderer/features/events/use-door.ts';
import { useScanner } from '#renderer/features/events/use-scanner.ts';
import { useStable } from '#renderer/lib/use-stable.ts';

/** What the rest of the desk may do with its one input. */
export interface DoorField {
  /** Takes a code from elsewhere, as if it had been scanned here. */
  readonly scan: (text: string) => void;
  /** Empties the input and brings the focus back to it. */
  readonly reset: () => void;
  readonly focus: () => void;
  readonly typed: () => string;
}

interface Props {
  readonly ref: Ref<DoorField>;
  readonly eventId: string;
  readonly desk: DoorDesk;
  /** Closes whatever dialog is open: the next guest is at the door. */
  readonly onNext: () => void;
  /** A guest who is let in with a reason only. */
  readonly onReason: (guest: DoorGuest) => void;
  readonly onOverride: (answer: DoorAnswer) => void;
  readonly onUndo: (checkInId: string, name: string) => void;
  readonly onWalkIn: () => void;
}

/** The input that takes scanner and typing alike, and below it whom the typing finds or what the door answered. */
export function DoorMain({ ref, eventId, desk, onNext, onReason, onOverride, onUndo, onWalkIn }: Props) {
  const { t } = useTranslation('events');
  const input = useRef<HTMLInputElement>(null);
  const [isScannerAtWork, setScannerAtWork] = useState(false);
  const search = useDoorSearch(eventId, isScannerAtWork);

  const reset = (): void => {
    search.type('');
    onNext();
    setTimeout(() => input.current?.focus(), 0);
  };
  const scan = (burst: string): void => {
    // A scanner that stumbled in the middle left the whole code in the field only.
    const field = input.current?.value ?? '';
    const text = readTicketCodes(burst).length === 0 && readTicketCodes(field).length > 0 ? field : burst;
    // Leaving the field ends whatever an input method was composing from the scanner's keys.
    input.current?.blur();
    reset();
    void desk.scan(text);
  };
  const letIn = useStable((guest: DoorGuest): void => {
    if (guest.doorRule === 'WITH_REASON' && guest.firstEntry === null) return onReason(guest);
    reset();
    void desk.admit(guest.id, null);
  });
  useScanner(scan, setScannerAtWork);
  useImperativeHandle(ref, () => ({
    scan,
    reset,
    focus: () => input.current?.focus(),
    typed: () => search.typed,
  }));

  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown') search.move(1);
    else if (event.key === 'ArrowUp') search.move(-1);
    else if (event.key === 'Enter' && readTicketCodes(search.typed).length > 0) scan(search.typed);
    else if (event.key === 'Enter') void search.pick().then((guest) => guest && letIn(guest));
    else return;
    event.preventDefault();
  };

  return (
    <main className={classes.main}>
      <TextInput
        ref={input}
        autoFocus
        size="xl"
        value={search.typed}
        onChange={({ currentTarget }) => search.type(currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setTimeout(() => returnFocus(input.current), 150)}
        leftSection={<IconBarcode />}
        placeholder={t('checkIn.input')}
        aria-label={t('checkIn.input')}
        autoComplete="off"
        spellCheck={false}
        data-testid="door-input"
      />
      {search.isShown ? (
        <DoorMatches
          matches={search.matches}
          total={search.total}
          typed={search.typed}
          isReady={search.isReady}
          selected={search.selected}
          onPick={letIn}
          onWalkIn={onWalkIn}
        />
      ) : (
        <DoorPanel
          shown={desk.shown}
          onPick={letIn}
          onOverride={onOverride}
          onUndo={onUndo}
          onWalkIn={onWalkIn}
        />
      )}
      <DoorHints />
    </main>
  );
}

/** Brings the focus back to the one input unless a dialog or another control has it. */
function returnFocus(input: HTMLInputElement | null): void {
  if (document.activeElement === document.body) input?.focus();
}
