/** How a result sounds: rising for green, two even beeps for amber, one low buzz for red. */
export type Tone = 'green' | 'amber' | 'red';

interface Beep {
  readonly hertz: number;
  readonly afterMs: number;
  readonly lengthMs: number;
  readonly wave: OscillatorType;
}

const beeps: Readonly<Record<Tone, readonly Beep[]>> = {
  green: [
    { hertz: 880, afterMs: 0, lengthMs: 90, wave: 'sine' },
    { hertz: 1320, afterMs: 90, lengthMs: 140, wave: 'sine' },
  ],
  amber: [
    { hertz: 520, afterMs: 0, lengthMs: 140, wave: 'triangle' },
    { hertz: 520, afterMs: 200, lengthMs: 140, wave: 'triangle' },
  ],
  red: [{ hertz: 150, afterMs: 0, lengthMs: 420, wave: 'sawtooth' }],
};

let audio: AudioContext | null = null;

/** Plays a result's sound at once; a machine without sound stays silent. */
export function playTone(tone: Tone): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    for (const beep of beeps[tone]) playBeep(audio, beep);
  } catch {
    // No audio device: colour and words remain.
  }
}

function playBeep(context: AudioContext, { hertz, afterMs, lengthMs, wave }: Beep): void {
  const start = context.currentTime + afterMs / 1000;
  const end = start + lengthMs / 1000;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = wave;
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, start);
  volume.gain.exponentialRampToValueAtTime(0.001, end);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
