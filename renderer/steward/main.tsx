import '@mantine/core/styles/default-css-variables.css';
import '#renderer/steward/steward.css';
import { createRoot } from 'react-dom/client';
import { uuidv7 } from 'uuidv7';
import { loadCodeReader } from '#renderer/lib/camera/code-reader.ts';
import { sha256 } from '#renderer/steward/bytes.ts';
import { openStewardDesk } from '#renderer/steward/desk.ts';
import { createStewardHub } from '#renderer/steward/hub.ts';
import { StewardApp } from '#renderer/steward/StewardApp.tsx';
import { isHeldOpen } from '#renderer/steward/state.ts';
import { openStewardStore } from '#renderer/steward/store.ts';
import { StoppedPage, type StopReason } from '#renderer/steward/StoppedPage.tsx';
import { followScheme, startWords } from '#renderer/steward/words.ts';

const exchangeEveryMs = 2000;
const root = createRoot(document.querySelector('#root') ?? document.body);

await startWords();
followScheme();
// Two tabs would each judge without knowing of the other's entries: the first one keeps the door.
void navigator.locks.request('zhike-steward', { ifAvailable: true }, async (lock) => {
  if (!lock) return stop('OTHER_TAB');
  await open().catch(() => stop('NO_STORE'));
  return new Promise(() => undefined);
});

async function open(): Promise<void> {
  const listeners = new Set<() => void>();
  const desk = await openStewardDesk({
    store: await openStewardStore(),
    hub: createStewardHub((input, init) => fetch(input, init)),
    clock: () => Date.now(),
    newId: uuidv7,
    hash: sha256,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  // Asks the browser not to clear the facts when space gets scarce; it may say no.
  void navigator.storage.persist();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  root.render(<StewardApp desk={desk} subscribe={subscribe} />);
  loadCodeReader();
  void desk.sync();
  setInterval(() => void desk.sync(), exchangeEveryMs);
  addEventListener('online', () => void desk.sync());
  addEventListener('beforeunload', (event) => {
    if (isHeldOpen(desk.state())) event.preventDefault();
  });
}

function stop(reason: StopReason): void {
  root.render(<StoppedPage reason={reason} />);
}
