import { useEffect, useMemo, useRef, useState } from 'react';
import { stepSight, type Sight } from '#core/events/sight.ts';
import {
  closeCamera,
  listCameras,
  openCamera,
  type Camera,
  type CameraFault,
} from '#renderer/lib/camera/open-camera.ts';
import { useStable } from '#renderer/lib/use-stable.ts';

/** What the camera is doing. */
export type CameraState =
  | { readonly kind: 'off' | 'starting' }
  | { readonly kind: 'on'; readonly stream: MediaStream; readonly cameras: readonly Camera[] }
  | { readonly kind: 'fault'; readonly fault: CameraFault };

const chosenKey = 'check-in-camera';
/** No ticket says more; a poster's code that happens to be in view may. */
const longestCode = 500;

/** A camera that reads tickets: `onScan` is called once for each code that comes into view while it is not paused. */
export function useCamera(onScan: (text: string) => void, isPaused: boolean) {
  const [state, setState] = useState<CameraState>({ kind: 'off' });
  const [isSeveral, setSeveral] = useState(false);
  const last = useRef<Sight | null>(null);
  /** Counts openings and closings: an answer to an earlier one is nobody's any more. */
  const turn = useRef(0);
  const stream = state.kind === 'on' ? state.stream : null;
  useEffect(() => () => (stream ? closeCamera(stream) : undefined), [stream]);

  const stop = useStable((next: CameraState = { kind: 'off' }): void => {
    turn.current += 1;
    last.current = null;
    setSeveral(false);
    setState(next);
  });
  const start = useStable(async (): Promise<void> => {
    stop({ kind: 'starting' });
    const mine = turn.current;
    const opened = await openCamera(localStorage.getItem(chosenKey));
    if (mine !== turn.current) return opened.ok ? closeCamera(opened.value) : undefined;
    if (!opened.ok) return setState({ kind: 'fault', fault: opened.error });
    opened.value.getVideoTracks()[0]?.addEventListener('ended', () => {
      if (mine === turn.current) stop({ kind: 'fault', fault: 'LOST' });
    });
    setState({ kind: 'on', stream: opened.value, cameras: await listCameras() });
  });
  const see = useStable((texts: readonly string[]): void => {
    if (isPaused) return;
    const codes = texts.filter((text) => text !== '').map((text) => text.slice(0, longestCode));
    const step = stepSight(last.current, { texts: codes, at: performance.now() });
    last.current = step.last;
    setSeveral(step.isSeveral);
    if (step.scanned !== null) onScan(step.scanned);
  });
  // The same camera as long as it shows the same: what is handed it is not drawn anew with every answer of the door.
  return useMemo(
    () => ({
      state,
      isSeveral,
      see,
      start: () => void start(),
      stop: () => stop(),
      toggle: () => (state.kind === 'off' || state.kind === 'fault' ? void start() : stop()),
      /** Changes to another camera and remembers it on this machine. */
      choose: (id: string): void => {
        localStorage.setItem(chosenKey, id);
        void start();
      },
      fail: () => stop({ kind: 'fault', fault: 'READER' }),
      /** After an undo the code still in view is a new scan. */
      forget: (): void => {
        last.current = null;
      },
    }),
    [state, isSeveral, see, start, stop],
  );
}
export type DoorCamera = ReturnType<typeof useCamera>;
