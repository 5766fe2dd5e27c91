import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PortMain } from './double.ts';

/** Gives the built service what Electron's utility process would: a parent port that carries ports. */
class ParentPort extends EventEmitter {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between processes has no origin
  postMessage = (message: unknown): void => parentPort?.postMessage(message);
}
const parent = new ParentPort();
Object.assign(process, { parentPort: parent });
parentPort?.on('message', ({ message, port }: { message: unknown; port: MessagePort | null }) => {
  parent.emit('message', { data: message, ports: port ? [new PortMain(port)] : [] });
});
await import(pathToFileURL((workerData as { file: string }).file).href);
