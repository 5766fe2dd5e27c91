import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A SIP request as it came over the socket. */
export interface SipRequest {
  readonly method: string;
  readonly text: string;
  readonly header: (name: string) => string;
}

type Answer = (status: number, reason: string, more?: { headers?: string[]; body?: string }) => void;

/** A telephone server on a real WebSocket that does what the test says. */
export interface SipPeer {
  readonly url: string;
  readonly requests: SipRequest[];
  readonly close: () => Promise<void>;
  readonly drop: () => void;
}

/** Starts one; `onRequest` answers each request, registrations with the right password by default. */
export async function startSipPeer(
  password: string,
  onInvite: (request: SipRequest, answer: Answer) => void,
): Promise<SipPeer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
  await new Promise((resolve) => server.once('listening', resolve));
  const requests: SipRequest[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const request = parse(String(data));
      if (!request) return;
      requests.push(request);
      const answer: Answer = (status, reason, more) => send(socket, request, { status, reason, ...more });
      if (request.method === 'REGISTER') register(request, answer, password);
      else if (request.method === 'INVITE') onInvite(request, answer);
      else if (request.method !== 'ACK') answer(200, 'OK');
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    drop: () => {
      for (const socket of server.clients) socket.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
}

const realm = 'zhike.test';
const nonce = 'c0ffee';

function register(request: SipRequest, answer: Answer, password: string): void {
  const challenge = `WWW-Authenticate: Digest realm="${realm}", nonce="${nonce}", algorithm=MD5`;
  const given = /response="(\w+)"/.exec(request.header('authorization'))?.[1];
  const uri = /uri="([^"]+)"/.exec(request.header('authorization'))?.[1] ?? '';
  const ha1 = md5(`8001:${realm}:${password}`);
  if (given !== md5(`${ha1}:${nonce}:${md5(`REGISTER:${uri}`)}`)) {
    return answer(401, 'Unauthorized', { headers: [challenge] });
  }
  return answer(200, 'OK', { headers: [`Contact: ${request.header('contact')}`] });
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function parse(text: string): SipRequest | null {
  const [head = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  if (first.startsWith('SIP/2.0') || first === '') return null;
  return {
    method: first.split(' ')[0] ?? '',
    text,
    header: (name) =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? '',
  };
}

function send(
  socket: WebSocket,
  request: SipRequest,
  answer: { status: number; reason: string; headers?: string[]; body?: string },
): void {
  const { status, reason, headers = [], body = '' } = answer;
  const tag = status > 100 && !request.header('to').includes(';tag=') ? ';tag=there' : '';
  const lines = [
    `SIP/2.0 ${status} ${reason}`,
    `Via: ${request.header('via')}`,
    `From: ${request.header('from')}`,
    `To: ${request.header('to')}${tag}`,
    `Call-ID: ${request.header('call-id')}`,
    `CSeq: ${request.header('cseq')}`,
    ...headers,
    ...(body ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
