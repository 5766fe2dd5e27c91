import type { WebSocket } from 'ws';
import type { LiveDevice } from '#central/http/live-reads.ts';

/** Why the centre ended a socket. Codes from 4000 on are this protocol's own. */
export const closeCodes = { goingAway: 1001, policy: 1008, replaced: 4001, revoked: 4003 } as const;

/** What may lie unsent in a socket before a poke is left out: whoever is so far behind will pull anyway. */
const backlogBytes = 16 * 1024;

interface Line {
  readonly device: LiveDevice;
  readonly socket: WebSocket;
  answered: boolean;
}

/** The sockets of one centre: one per device, found by manager. */
export interface LiveSockets {
  /** Adds a device's socket; an older one of the same device is closed. */
  readonly add: (device: LiveDevice, socket: WebSocket) => void;
  /** Sends the number to every socket of a manager. */
  readonly poke: (tenantId: string, managerId: string, seq: number) => void;
  /** Closes the socket of a device that was revoked. */
  readonly revoke: (tenantId: string, deviceId: string) => void;
  /** Pings everyone and drops those who did not answer the last ping. */
  readonly sweep: () => void;
  readonly devices: () => LiveDevice[];
  readonly count: () => number;
  /** Says goodbye to everyone and cuts, after `limitMs`, those who do not answer. */
  readonly closeAll: (limitMs: number) => Promise<void>;
}

export interface SocketEvents {
  /** Told when a tenant's last socket has left. */
  readonly onTenantGone: (tenantId: string) => void;
  readonly onCount?: ((sockets: number) => void) | undefined;
}

/** Makes an empty set of sockets. */
export function createLiveSockets({ onTenantGone, onCount }: SocketEvents): LiveSockets {
  const byDevice = new Map<string, Line>();
  const byManager = new Map<string, Set<Line>>();
  const perTenant = new Map<string, number>();

  const leave = (line: Line): void => {
    const { tenantId, managerId, deviceId } = line.device;
    if (byDevice.get(key(tenantId, deviceId)) === line) byDevice.delete(key(tenantId, deviceId));
    const lines = byManager.get(key(tenantId, managerId));
    lines?.delete(line);
    if (lines?.size === 0) byManager.delete(key(tenantId, managerId));
    onCount?.(byDevice.size);
    const left = (perTenant.get(tenantId) ?? 1) - 1;
    perTenant.set(tenantId, left);
    if (left > 0) return;
    perTenant.delete(tenantId);
    onTenantGone(tenantId);
  };

  const add = (device: LiveDevice, socket: WebSocket): void => {
    const { tenantId, managerId, deviceId } = device;
    const line: Line = { device, socket, answered: true };
    const older = byDevice.get(key(tenantId, deviceId));
    byDevice.set(key(tenantId, deviceId), line);
    older?.socket.close(closeCodes.replaced, 'a newer connection of this device took over');
    const lines = byManager.get(key(tenantId, managerId)) ?? new Set();
    byManager.set(key(tenantId, managerId), lines.add(line));
    perTenant.set(tenantId, (perTenant.get(tenantId) ?? 0) + 1);
    onCount?.(byDevice.size);
    socket.on('pong', () => (line.answered = true));
    // Devices have nothing to say here: whoever talks has mistaken the address.
    socket.on('message', () => socket.close(closeCodes.policy, 'nothing is read here'));
    socket.on('error', () => socket.terminate());
    socket.once('close', () => leave(line));
  };

  return {
    add,
    poke: (tenantId, managerId, seq) => {
      for (const { socket } of byManager.get(key(tenantId, managerId)) ?? []) sendSeq(socket, seq);
    },
    revoke: (tenantId, deviceId) =>
      byDevice.get(key(tenantId, deviceId))?.socket.close(closeCodes.revoked, 'the device was revoked'),
    sweep: () => {
      for (const line of byDevice.values()) {
        if (!line.answered) line.socket.terminate();
        else line.socket.ping();
        line.answered = false;
      }
    },
    devices: () => [...byDevice.values()].map(({ device }) => device),
    count: () => byDevice.size,
    closeAll: (limitMs) =>
      closeLines(
        [...byManager.values()].flatMap((lines) => [...lines]),
        limitMs,
      ),
  };
}

/** Sends a number unless the socket is closing or far behind. */
export function sendSeq(socket: WebSocket, seq: number): void {
  if (socket.readyState !== socket.OPEN || socket.bufferedAmount > backlogBytes) return;
  socket.send(JSON.stringify({ seq }));
}

async function closeLines(lines: readonly Line[], limitMs: number): Promise<void> {
  const gone = lines.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
  for (const { socket } of lines) socket.close(closeCodes.goingAway, 'the centre is stopping');
  const cut = setTimeout(() => lines.forEach(({ socket }) => socket.terminate()), limitMs);
  await Promise.all(gone);
  clearTimeout(cut);
}

function key(tenantId: string, id: string): string {
  return `${tenantId}\n${id}`;
}
