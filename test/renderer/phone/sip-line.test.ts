import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterEvent, idlePhone, phaseOf, type Softphone } from '#core/calls/softphone.ts';
import { openSipLine, type SipLine } from '#renderer/features/phone/sip-line.ts';
import { startSipPeer, type SipPeer } from '#test/renderer/phone/sip-peer.ts';

const password = 'zug-um-zug-9';
const sdp =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=sendrecv\r\n';

/** As much of WebRTC as the SIP library asks of it: descriptions go in and out, and no sound is made. */
class SilentConnection extends EventTarget {
  readonly iceGatheringState = 'complete';
  readonly iceConnectionState = 'connected';
  readonly signalingState = 'stable';
  readonly connectionState = 'connected';
  localDescription: unknown = null;
  remoteDescription: unknown = null;
  addTrack(): void {}
  getSenders(): [] {
    return [];
  }
  close(): void {}
  createOffer(): Promise<unknown> {
    return Promise.resolve({ type: 'offer', sdp });
  }
  setLocalDescription(description: unknown): Promise<void> {
    this.localDescription = description;
    return Promise.resolve();
  }
  setRemoteDescription(description: unknown): Promise<void> {
    this.remoteDescription = description;
    return Promise.resolve();
  }
}

class Description {
  readonly type: string;
  readonly sdp: string;
  constructor({ type, sdp: text }: { readonly type: string; readonly sdp: string }) {
    this.type = type;
    this.sdp = text;
  }
}

let peer: SipPeer;
let line: SipLine | null = null;
let phone: Softphone;
let rings: boolean[];
let stopped: number;
let clock: number;

const microphone = {
  getTracks: () => [{ stop: () => (stopped += 1) }],
  getAudioTracks: () => [],
  getVideoTracks: () => [],
} as unknown as MediaStream;

async function open(with_: string): Promise<SipLine> {
  line = await openSipLine(
    { server: peer.url, account: '8001@zhike.test', display: '', password: with_ },
    {
      emit: (event) => {
        phone = afterEvent(phone, event);
      },
      now: () => clock,
      play: () => {},
      ring: (isRinging) => rings.push(isRinging),
    },
  );
  return line;
}

const until = (phase: string): Promise<void> => vi.waitFor(() => expect(phaseOf(phone)).toBe(phase), 5000);

/** Dials over a registered line. */
async function dial(): Promise<void> {
  const opened = await open(password);
  await until('REGISTERED');
  phone = afterEvent(phone, { kind: 'DIALLED', at: clock });
  opened.dial('16012345678', microphone);
}

beforeEach(() => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('RTCPeerConnection', SilentConnection);
  vi.stubGlobal('RTCSessionDescription', Description);
  phone = idlePhone;
  rings = [];
  stopped = 0;
  clock = 1_000_000;
});

afterEach(async () => {
  line?.close();
  line = null;
  await peer.close();
  vi.unstubAllGlobals();
});

test('[CQ45] registers with the password, which never travels itself', async () => {
  peer = await startSipPeer(password, () => {});
  await open(password);
  expect(phaseOf(phone)).toBe('REGISTERING');
  await until('REGISTERED');
  expect(peer.requests.map(({ method }) => method)).toEqual(['REGISTER', 'REGISTER']);
  for (const { text } of peer.requests) expect(text).not.toContain(password);
});

test('[CQ80] a wrong password is said, and not tried over and over', async () => {
  peer = await startSipPeer(password, () => {});
  await open('falsch');
  await vi.waitFor(() => expect(phone.line).toEqual({ state: 'FAILED', problem: 'WRONG_PASSWORD' }), 5000);
  expect(peer.requests).toHaveLength(2);
});

test('[CQ45] rings, is answered, and ends when the line says so', async () => {
  peer = await startSipPeer(password, (_request, answer) => {
    answer(100, 'Trying');
    answer(180, 'Ringing', { headers: ['Contact: <sip:there@127.0.0.1;transport=ws>'] });
    clock += 8000;
    answer(200, 'OK', { headers: ['Contact: <sip:there@127.0.0.1;transport=ws>'], body: sdp });
  });
  await dial();
  await until('TALKING');
  clock += 60_000;
  line?.hangUp();
  await until('ENDED');
  expect(phone.call).toMatchObject({ answeredAt: 1_008_000, endedAt: 1_068_000, ending: 'SELF' });
  expect(rings).toContain(true);
  expect(rings.at(-1)).toBe(false);
  expect(stopped).toBe(1);
  await vi.waitFor(() => expect(peer.requests.map(({ method }) => method)).toContain('BYE'), 5000);
});

test.each([
  [486, 'Busy Here', 'BUSY'],
  [404, 'Not Found', 'NOT_IN_SERVICE'],
  [480, 'Temporarily Unavailable', 'NOT_REACHABLE'],
  [503, 'Service Unavailable', 'SERVER_TROUBLE'],
] as const)('[CQ80] %i %s ends as %s, and the microphone is let go', async (status, reason, ending) => {
  peer = await startSipPeer(password, (_request, answer) => answer(status, reason));
  await dial();
  await until('FAILED');
  expect(phone.call).toMatchObject({ answeredAt: null, ending });
  expect(stopped).toBe(1);
});

test('[CQ45] giving up before an answer cancels the call over there', async () => {
  peer = await startSipPeer(password, (_request, answer) => answer(180, 'Ringing'));
  await dial();
  await until('RINGING');
  line?.hangUp();
  await until('ENDED');
  expect(phone.call?.ending).toBe('CANCELLED');
  await vi.waitFor(() => expect(peer.requests.map(({ method }) => method)).toContain('CANCEL'), 5000);
});

test('[CQ80] a server that goes away is said while the talk goes on', async () => {
  peer = await startSipPeer(password, (_request, answer) =>
    answer(200, 'OK', { headers: ['Contact: <sip:there@127.0.0.1;transport=ws>'], body: sdp }),
  );
  await dial();
  await until('TALKING');
  peer.drop();
  await vi.waitFor(() => expect(phone.call?.isLineLost).toBe(true), 5000);
  expect(phaseOf(phone)).toBe('TALKING');
});
