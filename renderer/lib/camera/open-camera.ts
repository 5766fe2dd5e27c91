import { fail, ok, type Result } from '#core/base/result.ts';

/**
 * Why there is no picture: the browser or system refuses, there is no camera, another program holds it, it was pulled
 * out, the page may not have one (no secure address), or the reader of codes could not be loaded.
 */
export type CameraFault = 'REFUSED' | 'NONE' | 'BUSY' | 'LOST' | 'INSECURE' | 'READER';

/** A camera to choose. */
export interface Camera {
  readonly id: string;
  readonly label: string;
}

/**
 * Opens a camera: the chosen one, or the one at the back where none was chosen or the chosen one is not there any more.
 */
export async function openCamera(chosenId: string | null): Promise<Result<MediaStream, CameraFault>> {
  // Missing in its entirety on pages without a secure address.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return fail('INSECURE');
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const open = (which: MediaTrackConstraints): Promise<MediaStream> =>
    devices.getUserMedia({ audio: false, video: { ...size, ...which } });
  const usual = { facingMode: { ideal: 'environment' } };
  try {
    if (chosenId === null) return ok(await open(usual));
    return ok(
      await open({ deviceId: { exact: chosenId } }).catch((error: unknown) =>
        again(error, () => open(usual)),
      ),
    );
  } catch (error) {
    return fail(faultOf(error));
  }
}

/** Names the cameras of this machine; their labels are known only once one of them was allowed. */
export async function listCameras(): Promise<Camera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** Takes all lights off. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function again(error: unknown, open: () => Promise<MediaStream>): Promise<MediaStream> {
  const isGone = ['NotFoundError', 'OverconstrainedError'].includes(nameOf(error));
  return isGone ? open() : Promise.reject(error as Error);
}

function faultOf(error: unknown): CameraFault {
  switch (nameOf(error)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'REFUSED';
    case 'NotReadableError':
    case 'AbortError':
      return 'BUSY';
    default:
      return 'NONE';
  }
}

function nameOf(error: unknown): string {
  return error instanceof DOMException ? error.name : '';
}
