import { useSyncExternalStore } from 'react';
import type { StewardDesk } from '#renderer/steward/desk.ts';
import { DeskPage } from '#renderer/steward/DeskPage.tsx';
import { EndedPage } from '#renderer/steward/EndedPage.tsx';
import { PairPage } from '#renderer/steward/PairPage.tsx';

interface Props {
  readonly desk: StewardDesk;
  readonly subscribe: (listener: () => void) => () => void;
}

/** The helper's page: pairing, the door, or the end of the session. A pairing link always leads to pairing. */
export function StewardApp({ desk, subscribe }: Props) {
  const state = useSyncExternalStore(subscribe, desk.state);
  const [secret = '', carried = ''] = useSyncExternalStore(followHash, textInLink).split('.');
  const forgetLink = (): void => {
    history.replaceState(null, '', location.pathname);
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  if (secret !== '') {
    return (
      <PairPage
        state={state}
        isCarrying={carried !== ''}
        onPair={(name) => desk.pair({ secret, name, carried })}
        onPaired={forgetLink}
        onCancel={state.phase === 'OPEN' ? forgetLink : null}
      />
    );
  }
  if (state.phase === 'OPEN') return <DeskPage desk={desk} state={state} />;
  return <EndedPage desk={desk} state={state} />;
}

function followHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The pairing secret and, behind a dot, what the page of another hub carried along. */
function textInLink(): string {
  return location.hash.slice(1);
}
