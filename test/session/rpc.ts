import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { contract } from '#core/api/contract.ts';

/** A workstation's procedures, as its screen calls them. */
export interface Calls {
  readonly client: ContractRouterClient<typeof contract>;
  readonly close: () => void;
}

/** Opens a workstation by a one-time link, without a browser. */
export async function callsOf(link: string): Promise<Calls> {
  const answer = await fetch(link);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { host, origin } = new URL(link);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const client: Calls['client'] = createORPCClient(new RPCLink({ websocket: socket as never }));
  return { client, close: () => socket.terminate() };
}
