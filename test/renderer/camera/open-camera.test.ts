import { afterEach, expect, test, vi } from 'vitest';
import { openCamera } from '#renderer/lib/camera/open-camera.ts';

afterEach(() => vi.unstubAllGlobals());

/** A machine whose cameras answer like this, one question after the other. */
function camerasSay(...answers: (string | object)[]): MediaStreamConstraints[] {
  const asked: MediaStreamConstraints[] = [];
  const getUserMedia = (wanted: MediaStreamConstraints): Promise<object> => {
    asked.push(wanted);
    const answer = answers.shift() ?? 'NotFoundError';
    return typeof answer === 'string'
      ? Promise.reject(new DOMException('', answer))
      : Promise.resolve(answer);
  };
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  return asked;
}

test.each([
  ['NotAllowedError', 'REFUSED'],
  ['SecurityError', 'REFUSED'],
  ['NotReadableError', 'BUSY'],
  ['AbortError', 'BUSY'],
  ['NotFoundError', 'NONE'],
  ['OverconstrainedError', 'NONE'],
])('[EV89] %s is %s', async (name, fault) => {
  camerasSay(name);
  expect(await openCamera(null)).toEqual({ ok: false, error: fault });
});

test('[EV89] a page without a secure address is told so', async () => {
  vi.stubGlobal('navigator', {});
  expect(await openCamera(null)).toEqual({ ok: false, error: 'INSECURE' });
});

test('[EV89] where the chosen camera is gone the usual one is opened; where it is refused, none', async () => {
  const stream = {};
  const asked = camerasSay('OverconstrainedError', stream);
  expect(await openCamera('camera-2')).toEqual({ ok: true, value: stream });
  expect(asked.map(({ video }) => (video as MediaTrackConstraints).deviceId)).toEqual([
    { exact: 'camera-2' },
    undefined,
  ]);
  const again = camerasSay('NotAllowedError', stream);
  expect(await openCamera('camera-2')).toEqual({ ok: false, error: 'REFUSED' });
  expect(again).toHaveLength(1);
});
