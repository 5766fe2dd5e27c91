import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readTicketCodes } from '#core/events/ticket.ts';
import { searchStewardGuests } from '#core/venue/steward-search.ts';
import { CameraView } from '#renderer/components/CameraView.tsx';
import { playTone } from '#renderer/features/events/sounds.ts';
import { useScanner } from '#renderer/features/events/use-scanner.ts';
import { useCamera } from '#renderer/lib/camera/use-camera.ts';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import type { StewardState } from '#renderer/steward/state.ts';
import { DeskBar } from '#renderer/steward/DeskBar.tsx';
import { Matches } from '#renderer/steward/Matches.tsx';
import { StewardPanel } from '#renderer/steward/StewardPanel.tsx';
import classes from '#renderer/steward/steward.module.css';
import { toneOfShown } from '#renderer/steward/tone.ts';

interface Props {
  readonly desk: StewardDesk;
  readonly state: StewardState;
}

const mostMatches = 30;

/** The helper's door: one field for scanner and typing, the camera, and the answer in colour over the whole page. */
export function DeskPage({ desk, state }: Props) {
  const { t } = useTranslation('steward');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const [isMuted, setMuted] = useState(localStorage.getItem(muteKey) !== null);
  const found = typed.trim() === '' ? [] : searchStewardGuests(desk.guests(), typed);
  const matches = found.slice(0, mostMatches);
  const empty = (): void => {
    setTyped('');
    setSelected(0);
  };
  const scan = (text: string): void => {
    // A scanner that stumbled in the middle left the whole code in the field only.
    const field = input.current?.value ?? '';
    const isInField = readTicketCodes(text).length === 0 && readTicketCodes(field).length > 0;
    empty();
    void desk.scan(isInField ? field : text);
  };
  const letIn = (guestId: string): void => {
    empty();
    void desk.admit(guestId);
  };
  useScanner(scan);
  const camera = useCamera(scan, false);
  const undo = (): void => {
    camera.forget();
    void desk.undo();
  };
  useSound(state, isMuted);
  useKeys({ F4: camera.toggle, Escape: () => (empty(), desk.clear()) }, undo);

  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const only = matches[selected];
    if (event.key === 'ArrowDown') setSelected(Math.min(selected + 1, matches.length - 1));
    else if (event.key === 'ArrowUp') setSelected(Math.max(selected - 1, 0));
    else if (event.key === 'Enter' && readTicketCodes(typed).length > 0) scan(typed);
    else if (event.key === 'Enter' && only) letIn(only.guestId);
    else return;
    event.preventDefault();
  };
  const tone = typed === '' ? toneOfShown(state.shown) : 'idle';
  const isCameraOn = camera.state.kind === 'on' || camera.state.kind === 'starting';
  return (
    <div className={classes.page} data-tone={tone}>
      <DeskBar desk={desk} state={state} isMuted={isMuted} onMute={() => setMuted(keepMuted(!isMuted))} />
      <main className={classes.main} data-camera={camera.state.kind}>
        <div className={classes.row}>
          <input
            ref={input}
            className={classes.input}
            // On a telephone the keyboard would cover the answer.
            autoFocus={!matchMedia('(pointer: coarse)').matches}
            value={typed}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              setSelected(0);
            }}
            onKeyDown={onKeyDown}
            placeholder={t('input')}
            aria-label={t('input')}
            autoComplete="off"
            spellCheck={false}
            data-testid="steward-input"
          />
          <button
            type="button"
            className={classes.icon}
            aria-label={t(isCameraOn ? 'camera:stop' : 'camera:start')}
            aria-pressed={isCameraOn}
            onClick={camera.toggle}
          >
            {isCameraOn ? <IconCameraOff aria-hidden /> : <IconCamera aria-hidden />}
          </button>
        </div>
        <CameraView camera={camera} />
        {typed.trim() === '' ? (
          <StewardPanel state={state} onPick={letIn} />
        ) : (
          <Matches
            guests={matches}
            total={found.length}
            selected={selected}
            isIn={desk.isIn}
            onPick={letIn}
          />
        )}
      </main>
      {state.lastName !== null && (
        <button type="button" className={classes.undo} onClick={undo} data-testid="steward-undo">
          {t('undo', { name: state.lastName })}
        </button>
      )}
    </div>
  );
}

const muteKey = 'steward-muted';

function keepMuted(isMuted: boolean): boolean {
  if (isMuted) localStorage.setItem(muteKey, '1');
  else localStorage.removeItem(muteKey);
  return isMuted;
}

/** Sounds each answer once. */
function useSound({ shown }: StewardState, isMuted: boolean): void {
  const muted = useRef(isMuted);
  useEffect(() => {
    muted.current = isMuted;
  });
  useEffect(() => {
    const tone = toneOfShown(shown);
    if (tone !== 'idle' && !muted.current) playTone(tone);
  }, [shown]);
}

function useKeys(keys: Readonly<Record<string, () => void>>, onUndo: () => void): void {
  const latest = useRef({ keys, onUndo });
  useEffect(() => {
    latest.current = { keys, onUndo };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isUndo = event.code === 'KeyZ' && (event.ctrlKey || event.metaKey);
      const field = document.activeElement;
      const isTyping = field instanceof HTMLInputElement && field.value !== '';
      if (isUndo && !isTyping) latest.current.onUndo();
      else if (event.altKey || event.ctrlKey || !latest.current.keys[event.code]) return;
      else latest.current.keys[event.code]?.();
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
