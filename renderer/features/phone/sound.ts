/** One loudspeaker for the page. */
let speaker: HTMLAudioElement | null = null;

/** Plays a stream until another one or null comes. */
export function play(stream: MediaStream | null): void {
  speaker ??= new Audio();
  speaker.srcObject = stream;
  if (stream) void speaker.play().catch(() => {});
}

/** China's ringing tone: 450 Hz, one second in five. */
const tone = { hertz: 450, onS: 1, everyMs: 5000, volume: 0.06 };
let ringing: { readonly context: AudioContext; readonly timer: number } | null = null;

/** Lets the ringing tone sound until told otherwise. */
export function ring(isRinging: boolean): void {
  if (isRinging === (ringing !== null)) return;
  if (ringing) {
    clearInterval(ringing.timer);
    void ringing.context.close();
    ringing = null;
    return;
  }
  const context = new AudioContext();
  beep(context, tone);
  ringing = { context, timer: window.setInterval(() => beep(context, tone), tone.everyMs) };
}

/** Sounds one soft tone. */
export function beep(context: AudioContext, sound: { hertz: number; onS: number; volume: number }): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = sound.hertz;
  gain.gain.value = sound.volume;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + sound.onS);
}
