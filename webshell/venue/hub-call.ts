import { timingSafeEqual, X509Certificate } from 'node:crypto';
import { Agent, request } from 'node:https';
import { connect, type TLSSocket } from 'node:tls';
import { z } from 'zod';
import { exchangeAnswer, VenueLinkError, type VenueLinkProblem } from '#core/venue/exchange.ts';
import { pairAnswer, venuePaths, venueRefusals } from '#core/venue/wire.ts';
import {
  HubCallError,
  type CallOptions,
  type ExpectedHub,
  type HubCall,
  type HubCallProblem,
} from '#workstation/venue/network.ts';
import { fingerprintOf, stretchedPin } from '#webshell/venue/identity.ts';

const waitMs = 8_000;
const mostAnswerBytes = 4 * 1024 * 1024;
const refusal = z.object({ code: z.enum(venueRefusals) });

/**
 * Makes a desk's way to a hub. Nothing is sent, not even the address asked for, before the certificate was compared: a device that
 * answers in the hub's place learns no token and no entry.
 */
export function callHub({ at, expected, token }: CallOptions): HubCall {
  let shown: string | null = null;
  let isUnlike = false;
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  // The type knows only connections made at once; Node waits for the callback as well.
  Object.assign(agent, {
    createConnection: (_options: unknown, made: (error: Error | null, socket?: TLSSocket) => void) => {
      const socket = connect({
        ...at,
        rejectUnauthorized: false,
        minVersion: 'TLSv1.3',
        ALPNProtocols: ['http/1.1'],
      });
      socket.setTimeout(waitMs, () => socket.destroy(new Error('The hub does not answer.')));
      socket.once('error', (error) => made(error));
      socket.once('secureConnect', () => {
        socket.setTimeout(0);
        const fingerprint = fingerprintOn(socket);
        isExpected(fingerprint, expected)
          .then((isSame) => {
            isUnlike = !isSame;
            if (!isSame) return socket.destroy(new Error('Another certificate than at pairing.'));
            shown = fingerprint;
            made(null, socket);
          })
          .catch((error: Error) => socket.destroy(error));
      });
    },
  });
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    isUnlike = false;
    const answer = await post({ agent, at, path, token }, JSON.stringify(body)).catch((error: unknown) => {
      throw new HubCallError(isUnlike ? 'CERTIFICATE_CHANGED' : 'UNREACHABLE', error);
    });
    if (answer.status === 200) return answer.json;
    const read = refusal.safeParse(answer.json);
    throw new HubCallError(read.success ? read.data.code : 'HUB_FAILED');
  };
  return {
    pair: async (input) => pairAnswer.parse(await ask(venuePaths.pair, input)),
    exchange: async (input) => {
      try {
        return exchangeAnswer.parse(await ask(venuePaths.exchange, input));
      } catch (error) {
        throw error instanceof HubCallError ? new VenueLinkError(linkProblemOf(error.problem), error) : error;
      }
    },
    leave: async () => {
      await ask(venuePaths.leave, {});
    },
    fingerprint: () => shown,
    close: () => agent.destroy(),
  };
}

function linkProblemOf(problem: HubCallProblem): VenueLinkProblem {
  if (problem === 'SESSION_ENDED') return 'ENDED';
  return problem === 'UNREACHABLE' ? 'UNREACHABLE' : 'REFUSED';
}

function fingerprintOn(socket: TLSSocket): string {
  const raw = socket.getPeerX509Certificate() as X509Certificate | undefined;
  return raw ? fingerprintOf(raw) : '';
}

async function isExpected(fingerprint: string, expected: ExpectedHub): Promise<boolean> {
  if ('fingerprint' in expected) return isSame(fingerprint, expected.fingerprint);
  return isSame(await stretchedPin(fingerprint), expected.pin);
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

interface Post extends Pick<CallOptions, 'at' | 'token'> {
  readonly agent: Agent;
  readonly path: string;
}

interface Posted {
  readonly status: number;
  readonly json: unknown;
}

function post(call: Post, body: string): Promise<Posted> {
  const { agent, at, path, token } = call;
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const sent = request({ ...at, agent, path, method: 'POST', headers, timeout: waitMs }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => {
        text += piece;
        if (text.length > mostAnswerBytes) sent.destroy(new Error('The answer is too long.'));
      });
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve({ status: answer.statusCode ?? 0, json: JSON.parse(text) });
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('The hub does not answer.')));
    // A connection kept from before may have ended meanwhile: that says nothing of the hub, so it is asked once more.
    sent.on('error', (error) => (sent.reusedSocket ? resolve(post(call, body)) : reject(error)));
    sent.end(body);
  });
}
