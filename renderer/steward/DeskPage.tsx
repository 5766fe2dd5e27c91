import { useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readTicketCodes } from '#core/events/ticket.ts';
import { readStewardLink } from '#core/venue/pairing.ts';
import { searchStewardGuests } from '#core/venue/steward-search.ts';
import { CameraView } from '#renderer/components/CameraView.tsx';
import { useScanner } from '#renderer/features/events/use-scanner.ts';
import { useCamera } from '#renderer/lib/camera/use-camera.ts';
import { CarryCard } from '#renderer/steward/CarryCard.tsx';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { DeskBar } from '#renderer/steward/DeskBar.tsx';
import { DirectionSwitch } from '#renderer/steward/DirectionSwitch.tsx';
import { DoorField } from '#renderer/steward/DoorField.tsx';
import { LeaveCard } from '#renderer/steward/LeaveCard.tsx';
import type { Leaving } from '#renderer/steward/line.ts';
import { Matches } from '#renderer/steward/Matches.tsx';
import type { StewardState } from '#renderer/steward/state.ts';
import { StewardPanel } from '#renderer/steward/StewardPanel.tsx';
import classes from '#renderer/steward/steward.module.css';
import { toneOfShown } from '#renderer/steward/tone.ts';
import { useDeskKeys } from '#renderer/steward/use-desk-keys.ts';
import { useRemembered } from '#renderer/steward/use-remembered.ts';
import { useSound } from '#renderer/steward/use-sound.ts';

interface Props {
  readonly desk: StewardDesk;
  readonly state: StewardState;
}

const mostMatches = 30;

/** The helper's door: one field for scanner and typing, the camera, and the answer in colour over the whole page. */
export function DeskPage({ desk, state }: Props) {
  const { t } = useTranslation('steward');
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const [card, setCard] = useState<Exclude<Leaving, 'LEFT'> | 'CARRY' | null>(null);
  const [isMuted, setMuted] = useRemembered('steward-muted');
  const [isExit, setExit] = useRemembered('steward-exit');
  const direction = isExit ? 'OUT' : 'IN';
  const found = typed.trim() === '' ? [] : searchStewardGuests(desk.guests(), typed);
  const matches = found.slice(0, mostMatches);
  const type = (text: string): void => {
    setTyped(text);
    setSelected(0);
  };
  const scan = (text: string): void => {
    // A scanner that stumbled in the middle left the whole code in the field only.
    const whole = field.current?.value ?? '';
    type('');
    setCard(null);
    void desk.scan(!isScan(text) && isScan(whole) ? whole : text, direction);
  };
  const pick = (guestId: string): void => {
    type('');
    void desk.pick(guestId, direction);
  };
  const camera = useCamera(scan, false);
  const scanByHand = (text: string): void => {
    // Whoever goes on without the camera has read why.
    if (camera.state.kind === 'fault') camera.stop();
    scan(text);
  };
  useScanner(scanByHand);
  const undo = (): void => {
    camera.forget();
    void desk.undo();
  };
  const clear = (): void => {
    type('');
    setCard(null);
    desk.clear();
  };
  const leave = async (isSure: boolean): Promise<void> => {
    const left = await desk.leave(isSure);
    setCard(left === 'LEFT' ? null : left);
  };
  useSound(state, isMuted);
  useDeskKeys({ keys: { F4: camera.toggle, Escape: clear }, onUndo: undo, field });

  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const only = matches[selected];
    if (event.key === 'ArrowDown') setSelected(Math.min(selected + 1, matches.length - 1));
    else if (event.key === 'ArrowUp') setSelected(Math.max(selected - 1, 0));
    else if (event.key === 'Enter' && isScan(typed)) scanByHand(typed);
    else if (event.key === 'Enter' && only) pick(only.guestId);
    else return;
    event.preventDefault();
  };
  const isAtDoor = card === null && state.shown?.kind !== 'hub';
  const shown =
    card === 'CARRY' ? (
      <CarryCard desk={desk} title={state.event?.title ?? t('title')} onClose={() => setCard(null)} />
    ) : card !== null ? (
      <LeaveCard
        why={card}
        waiting={state.waiting}
        onSure={() => void leave(true)}
        onClose={() => setCard(null)}
      />
    ) : typed.trim() === '' ? (
      <StewardPanel desk={desk} state={state} direction={direction} onPick={pick} />
    ) : (
      <Matches guests={matches} total={found.length} selected={selected} isIn={desk.isIn} onPick={pick} />
    );
  return (
    <div className={classes.page} data-tone={typed === '' && !card ? toneOfShown(state.shown) : 'idle'}>
      <DeskBar
        state={state}
        isMuted={isMuted}
        onMute={setMuted}
        onLeave={() => void leave(false)}
        onCarry={() => setCard('CARRY')}
      />
      <main className={classes.main} data-camera={camera.state.kind}>
        <DirectionSwitch direction={direction} onChange={(next) => setExit(next === 'OUT')} />
        <DoorField field={field} typed={typed} camera={camera} onType={type} onKeyDown={onKeyDown} />
        {(isAtDoor || camera.state.kind !== 'fault') && <CameraView camera={camera} />}
        {shown}
      </main>
      {state.last && (
        <button type="button" className={classes.undo} onClick={undo} data-testid="steward-undo">
          {t(state.last.isExit ? 'undoExit' : 'undo', { name: state.last.name })}
        </button>
      )}
    </div>
  );
}

/** True for what is answered as a whole and not searched for: a ticket, or a hub's link. */
function isScan(text: string): boolean {
  return readTicketCodes(text).length > 0 || readStewardLink(text) !== null;
}
