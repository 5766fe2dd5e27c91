import path from 'node:path';
import { bootHost } from '#workstation/boot.ts';
import type { Host } from '#workstation/host.ts';
import { startWebshell, type Webshell } from '#webshell/server.ts';
import { venueNetwork } from '#webshell/venue/network.ts';
import { logLine, runJob } from '#scripts/processes/child.ts';
import type { WorkstationOrder, WorkstationReady } from '#scripts/processes/messages.ts';

let host: Host | null = null;
let shell: Webshell | null = null;

/** The workstation of the browser shell, in a process of its own: what keeps it busy keeps nobody else waiting. */
runJob<WorkstationOrder, WorkstationReady>({
  start: async ({ port, assetsDir, secret, centralUrl, ...order }, report) => {
    const log = (line: string): void => logLine(`${new Date().toISOString()} ${line}`);
    host = bootHost({
      ...order,
      centralUrl: centralUrl ?? undefined,
      programDir: path.resolve(import.meta.dirname, '../..'),
      shell: 'browser',
      venueNetwork: venueNetwork(assetsDir),
      log,
    });
    shell = await startWebshell({
      host,
      port,
      assetsDir,
      log,
      secret: Buffer.from(secret, 'base64'),
      onLinkWanted: () => shell && report({ kind: 'link', url: shell.newLink() }),
    });
    return { url: shell.url, port: shell.port, status: host.status() };
  },
  stop: async () => {
    await shell?.close();
    await host?.close();
  },
  ask: (question, report) => {
    if (question === 'link' && shell) report({ kind: 'link', url: shell.newLink() });
  },
});
