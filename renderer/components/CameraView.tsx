import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/components/CameraView.module.css';
import { watchCodes } from '#renderer/lib/camera/code-reader.ts';
import type { DoorCamera } from '#renderer/lib/camera/use-camera.ts';

/** The camera's picture with a choice of cameras, or in words why there is none and what to do; nothing while off. */
export function CameraView({ camera }: { readonly camera: DoorCamera }) {
  const { t } = useTranslation('camera');
  const { state } = camera;
  if (state.kind === 'off') return null;
  if (state.kind === 'fault') {
    return (
      <div className={classes.fault} role="alert" data-testid="camera-fault" data-fault={state.fault}>
        <strong>{t(`fault.${state.fault}`)}</strong>
        <span>{t(`todo.${state.fault}`)}</span>
        <button type="button" className={classes.again} onClick={camera.start}>
          {t('again')}
        </button>
      </div>
    );
  }
  return (
    <div className={classes.frame} data-testid="camera" data-state={state.kind}>
      {state.kind === 'on' ? (
        <Picture camera={camera} stream={state.stream} />
      ) : (
        <p className={classes.words}>{t('starting')}</p>
      )}
      {camera.isSeveral && (
        <p className={classes.words} role="status">
          {t('several')}
        </p>
      )}
      {state.kind === 'on' && state.cameras.length > 1 && (
        <select
          className={classes.choice}
          aria-label={t('choose')}
          value={state.stream.getVideoTracks()[0]?.getSettings().deviceId}
          onChange={({ currentTarget }) => camera.choose(currentTarget.value)}
        >
          {state.cameras.map(({ id, label }, index) => (
            <option key={id} value={id}>
              {label || t('nameless', { n: index + 1 })}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

interface PictureProps {
  readonly camera: DoorCamera;
  readonly stream: MediaStream;
}

function Picture({ camera, stream }: PictureProps) {
  const { t } = useTranslation('camera');
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(camera);
  useEffect(() => {
    latest.current = camera;
  });
  useEffect(() => {
    const screen = video.current;
    if (!screen) return undefined;
    screen.srcObject = stream;
    void screen.play().catch(() => undefined);
    return watchCodes(screen, {
      onSeen: (texts) => latest.current.see(texts),
      onFailed: () => latest.current.fail(),
    });
  }, [stream]);
  return <video ref={video} className={classes.video} aria-label={t('picture')} muted playsInline />;
}
