import { fail, ok, type Result } from '#core/base/result.ts';

/** Opens the microphone for a call; says whether it was refused or there is none. */
export async function openMicrophone(): Promise<Result<MediaStream, 'MIC_REFUSED' | 'MIC_MISSING'>> {
  const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  try {
    return ok(await navigator.mediaDevices.getUserMedia({ audio: sound, video: false }));
  } catch (error) {
    const { name } = error as DOMException;
    return fail(name === 'NotAllowedError' || name === 'SecurityError' ? 'MIC_REFUSED' : 'MIC_MISSING');
  }
}
