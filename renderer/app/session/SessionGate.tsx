import { useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { router } from '#renderer/app/routes.tsx';
import { LockPage } from '#renderer/app/session/LockPage.tsx';
import { RecoveryKeyPage } from '#renderer/app/session/RecoveryKeyPage.tsx';
import { RefusedPage } from '#renderer/app/session/RefusedPage.tsx';
import { SetupPage } from '#renderer/app/session/SetupPage.tsx';
import { api } from '#renderer/lib/api.ts';

/** Shows the screen that the session's state asks for; a new recovery key stays up until it was taken down. */
export function SessionGate() {
  const { data: status } = useQuery(api.session.status.queryOptions());
  const [held, setHeld] = useState<'setup' | 'locked' | null>(null);
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  if (!status) return null;
  if (recoveryKey) {
    return (
      <RecoveryKeyPage
        recoveryKey={recoveryKey}
        deviceName={status.deviceName}
        onDone={() => setRecoveryKey(null)}
      />
    );
  }
  const flow = {
    status,
    onBusy: (isBusy: boolean) => setHeld(isBusy ? (status.state === 'setup' ? 'setup' : 'locked') : null),
    onRecoveryKey: (key: string) => {
      setRecoveryKey(key);
      setHeld(null);
    },
  };
  const state = held ?? status.state;
  if (state === 'setup') return <SetupPage {...flow} />;
  if (state === 'locked') return <LockPage {...flow} />;
  if (state === 'refused') return <RefusedPage problem={status.problem ?? 'CANNOT_OPEN'} />;
  return <RouterProvider router={router} />;
}
