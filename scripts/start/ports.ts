import { createServer } from 'node:net';

/** True when a port of 127.0.0.1 can be listened on. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Returns the wished port, or the preferred one where it is free, or 0 for any. Rejects a wished port that is taken. */
export async function choosePort(wished: number | null, preferred: number): Promise<number | 'taken'> {
  if (wished !== null) return (await isPortFree(wished)) ? wished : 'taken';
  return (await isPortFree(preferred)) ? preferred : 0;
}
