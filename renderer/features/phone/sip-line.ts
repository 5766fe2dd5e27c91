import type { UA } from 'jssip';
import type { EndEvent, RTCSession } from 'jssip/lib/RTCSession.js';
import { endingOfStatus, problemOfStatus, type PhoneEvent } from '#core/calls/softphone.ts';
import type { CallEnding } from '#core/calls/phone-call.ts';

/** Where and as whom to register. */
export interface SipAccount {
  readonly server: string;
  readonly account: string;
  readonly display: string;
  readonly password: string;
}

/** What the line tells and needs; a test passes its own. */
export interface LineTools {
  readonly emit: (event: PhoneEvent) => void;
  readonly now: () => number;
  /** Plays what the other side says; null stops. */
  readonly play: (stream: MediaStream | null) => void;
  /** The tone that says it rings over there, where the network sends none itself. */
  readonly ring: (isRinging: boolean) => void;
}

/** A line to the firm's telephone server; one call at a time. */
export interface SipLine {
  readonly dial: (number: string, microphone: MediaStream) => void;
  readonly hangUp: () => void;
  readonly setMuted: (isMuted: boolean) => void;
  readonly setHeld: (isHeld: boolean) => void;
  readonly sendTone: (tone: string) => void;
  /** Ends the call and the registration. */
  readonly close: () => void;
}

/** Nobody lets it ring longer; the network's own mailbox would follow. */
const longestRingMs = 60_000;
/** Gathering addresses may hang on a network that answers nothing; what was found by then is enough. */
const longestGatherMs = 800;

/** Opens a line: loads the SIP library, connects and registers, and tells everything by events from then on. */
export async function openSipLine(account: SipAccount, tools: LineTools): Promise<SipLine> {
  const { default: jssip } = await import('jssip');
  jssip.debug.disable();
  tools.emit({ kind: 'CONNECT' });
  let ua: UA;
  try {
    ua = new jssip.UA({
      sockets: [new jssip.WebSocketInterface(account.server)],
      uri: `sip:${account.account}`,
      password: account.password,
      ...(account.display === '' ? {} : { display_name: account.display }),
      user_agent: 'Zhike',
      connection_recovery_min_interval: 2,
      connection_recovery_max_interval: 30,
    });
  } catch {
    tools.emit({ kind: 'LINE_FAILED', problem: 'BAD_SETTINGS' });
    return { dial: (_number, microphone) => stopTracks(microphone), ...deadLine };
  }
  followRegistration(ua, tools);
  ua.start();
  return callsOver(ua, account.account.split('@')[1] ?? '', tools);
}

const deadLine = {
  hangUp: () => {},
  setMuted: () => {},
  setHeld: () => {},
  sendTone: () => {},
  close: () => {},
};

function followRegistration(ua: UA, { emit }: LineTools): void {
  ua.on('registered', () => emit({ kind: 'REGISTERED' }));
  ua.on('registrationFailed', ({ response }) =>
    emit({ kind: 'LINE_FAILED', problem: problemOfStatus(response?.status_code ?? null) }),
  );
  ua.on('disconnected', ({ error }) => {
    if (error) emit({ kind: 'LINE_FAILED', problem: 'SERVER_LOST' });
  });
  // Calls from outside ring at the desk telephone: this line only dials.
  ua.on('newRTCSession', ({ originator, session }: { originator: unknown; session: RTCSession }) => {
    if (String(originator) === 'remote') session.terminate({ status_code: 480 });
  });
}

function callsOver(ua: UA, domain: string, tools: LineTools): SipLine {
  let current: LineSession | null = null;
  const withCall = (work: (call: LineSession) => void): void => {
    if (current?.session.isEnded() === false) work(current);
  };
  return {
    dial: (number, microphone) => {
      try {
        current = startCall(ua, { target: `sip:${number}@${domain}`, microphone }, tools);
      } catch {
        // A number the library takes for no address, or a browser without telephony.
        stopTracks(microphone);
        tools.emit({ kind: 'ENDED', at: tools.now(), ending: 'NO_SOUND' });
      }
    },
    hangUp: () => withCall(({ end }) => end(null)),
    setMuted: (isMuted) =>
      withCall(({ session }) => {
        if (isMuted) session.mute({ audio: true });
        else session.unmute({ audio: true });
      }),
    setHeld: (isHeld) => withCall(({ session }) => void (isHeld ? session.hold() : session.unhold())),
    sendTone: (tone) =>
      withCall(({ session }) => session.sendDTMF(tone, { transportType: 'RFC2833' as never, duration: 160 })),
    close: () => {
      withCall(({ end }) => end(null));
      ua.stop();
    },
  };
}

interface LineSession {
  readonly session: RTCSession;
  /** Hangs up; a reason of our own stands before what the library would say. */
  readonly end: (ending: CallEnding | null) => void;
}

function startCall(
  ua: UA,
  { target, microphone }: { readonly target: string; readonly microphone: MediaStream },
  { emit, now, play, ring }: LineTools,
): LineSession {
  let forced: CallEnding | null = null;
  const end = (ending: CallEnding | null): void => {
    forced = ending;
    if (!session.isEnded()) session.terminate();
  };
  const limit = setTimeout(() => end('NO_ANSWER'), longestRingMs);
  const over = (ending: CallEnding): void => {
    clearTimeout(limit);
    ring(false);
    play(null);
    stopTracks(microphone);
    emit({ kind: 'ENDED', at: now(), ending: forced ?? ending });
  };
  const session = ua.call(target, {
    mediaStream: microphone,
    pcConfig: { iceServers: [] },
    eventHandlers: {
      peerconnection: ({ peerconnection }) => followSound(peerconnection, play, () => end('LINE_LOST')),
      icecandidate: ({ ready }) => void setTimeout(ready, longestGatherMs),
      progress: ({ response }: { response?: { body?: string } }) => {
        emit({ kind: 'RANG' });
        // With sound of its own the network says itself what is going on.
        ring(!response?.body);
      },
      accepted: () => {
        clearTimeout(limit);
        ring(false);
        emit({ kind: 'ANSWERED', at: now() });
      },
      ended: (event) => over(endOf(event)),
      failed: (event) => over(failureOf(event)),
      hold: ({ originator }) => String(originator) === 'local' && emit({ kind: 'HELD' }),
      unhold: ({ originator }) => String(originator) === 'local' && emit({ kind: 'RESUMED' }),
      muted: () => emit({ kind: 'MUTED', isMuted: true }),
      unmuted: () => emit({ kind: 'MUTED', isMuted: false }),
    },
  });
  return { session, end };
}

function followSound(
  connection: RTCPeerConnection,
  play: (stream: MediaStream) => void,
  onLost: () => void,
): void {
  connection.addEventListener('track', ({ streams: [stream], track }) =>
    play(stream ?? new MediaStream([track])),
  );
  connection.addEventListener('iceconnectionstatechange', () => {
    if (connection.iceConnectionState === 'failed') onLost();
  });
}

/** How an answered call ended. */
function endOf({ originator }: EndEvent): CallEnding {
  if (String(originator) === 'local') return 'SELF';
  return String(originator) === 'remote' ? 'CLIENT' : 'LINE_LOST';
}

const causes: Readonly<Record<string, CallEnding>> = {
  Canceled: 'CANCELLED',
  'Connection Error': 'LINE_LOST',
  'Request Timeout': 'LINE_LOST',
  'Authentication Error': 'NOT_ALLOWED',
  'WebRTC Error': 'NO_SOUND',
  'Bad Media Description': 'NO_SOUND',
  'Incompatible SDP': 'NO_SOUND',
  'Missing SDP': 'NO_SOUND',
  'User Denied Media Access': 'MIC_REFUSED',
};

/** Why a call was never answered: by the server's status where there is one, by the library's cause otherwise. */
function failureOf({ originator, message, cause }: EndEvent): CallEnding {
  const status = message && 'status_code' in message ? message.status_code : null;
  if (status !== null && String(originator) === 'remote') return endingOfStatus(status);
  return causes[cause] ?? 'SERVER_TROUBLE';
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
