import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { keychainTask } from '#electron/main/keychain.ts';
import { portGiven, type FromService, type ServiceOrder, type ToService } from '#electron/shared/messages.ts';

export interface ServiceEvents {
  readonly onMessage: (message: FromService) => void;
  /** It ended unasked; `isRestarting` says whether another one comes. */
  readonly onEnded: (isRestarting: boolean) => void;
}

/** The workstation's process, started again when it dies ([SH26]). */
export interface Service {
  /** Connects a screen to it, directly: main sees nothing of what they say. */
  readonly connect: (contents: WebContents) => void;
  /** Resolves when everything is on disk, or after ten seconds ([SH24]). */
  readonly close: () => Promise<void>;
}

const closeLimitMs = 10_000;
const restartLimit = 3;
const restartWindowMs = 60_000;

/** Starts the workstation in a utility process. */
export function startService(file: string, order: ServiceOrder, events: ServiceEvents): Service {
  const screens = new Set<WebContents>();
  let restarts: number[] = [];
  let isClosing = false;
  let onClosed = (): void => {};
  let child: UtilityProcess;

  const send = (message: ToService, ports: Electron.MessagePortMain[] = []): void =>
    child.postMessage(message, ports);
  const handOver = (contents: WebContents): void => {
    const { port1, port2 } = new MessageChannelMain();
    send({ kind: 'port' }, [port2]);
    contents.postMessage(portGiven, null, [port1]);
  };
  const launch = (): void => {
    child = utilityProcess.fork(file, [], { serviceName: 'Zhike workstation', stdio: 'ignore' });
    child.on('message', (message: FromService) => {
      if (message.kind === 'closed') onClosed();
      else if (message.kind !== 'keychain') events.onMessage(message);
      else void keychainTask(message).then((bytes) => send({ kind: 'keychain', id: message.id, bytes }));
    });
    child.on('exit', () => {
      onClosed();
      if (!isClosing) restart();
    });
    send({ kind: 'start', order });
    for (const contents of screens) handOver(contents);
  };
  const restart = (): void => {
    const now = performance.now();
    restarts = [...restarts.filter((at) => now - at < restartWindowMs), now];
    const isRestarting = restarts.length <= restartLimit;
    events.onEnded(isRestarting);
    if (isRestarting) launch();
  };
  launch();
  return {
    connect: (contents) => {
      if (!screens.has(contents)) contents.once('destroyed', () => screens.delete(contents));
      screens.add(contents);
      handOver(contents);
    },
    close: async () => {
      isClosing = true;
      const closed = new Promise<void>((resolve) => {
        onClosed = resolve;
        setTimeout(resolve, closeLimitMs).unref();
      });
      send({ kind: 'close' });
      await closed;
      child.kill();
    },
  };
}
