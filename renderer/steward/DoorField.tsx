import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import type { KeyboardEvent as ReactKeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { useCamera } from '#renderer/lib/camera/use-camera.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly typed: string;
  readonly camera: ReturnType<typeof useCamera>;
  readonly onType: (text: string) => void;
  readonly onKeyDown: (event: ReactKeyboardEvent) => void;
}

/** One field for scanner and typing alike, and the camera beside it. */
export function DoorField({ field, typed, camera, onType, onKeyDown }: Props) {
  const { t } = useTranslation('steward');
  const isOn = camera.state.kind === 'on' || camera.state.kind === 'starting';
  return (
    <div className={classes.row}>
      <input
        ref={field}
        className={classes.input}
        // On a telephone the keyboard would cover the answer.
        autoFocus={!matchMedia('(pointer: coarse)').matches}
        value={typed}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
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
        aria-label={t(isOn ? 'camera:stop' : 'camera:start')}
        aria-pressed={isOn}
        onClick={camera.toggle}
      >
        {isOn ? <IconCameraOff aria-hidden /> : <IconCamera aria-hidden />}
      </button>
    </div>
  );
}
