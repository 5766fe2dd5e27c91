import { useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import type { RepairReport, SessionStatus } from '#core/api/session.ts';
import { router } from '#renderer/app/routes.tsx';
import { LockPage } from '#renderer/app/session/LockPage.tsx';
import { RecoveryKeyPage } from '#renderer/app/session/RecoveryKeyPage.tsx';
import { RefusedPage } from '#renderer/app/session/RefusedPage.tsx';
import { RepairedPage } from '#renderer/app/session/RepairedPage.tsx';
import { SetupPage } from '#renderer/app/session/SetupPage.tsx';
import { PhoneLine } from '#renderer/features/phone/PhoneLine.tsx';
import { Reminders } from '#renderer/features/reminders/Reminders.tsx';
import { api } from '#renderer/lib/api.ts';

/** Shows the screen that the session's state asks for; a new recovery key and what a repair found stay up until read. */
export function SessionGate() {
  const { data: status } = useQuery(api.session.status.queryOptions());
  const [held, setHeld] = useState<SessionStatus | null>(null);
  const [recoveryKey, setRecoveryKey] = useState<string | null>(null);
  const [repaired, setRepaired] = useState<RepairReport | null>(null);
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
  if (repaired) return <RepairedPage report={repaired} onDone={() => setRepaired(null)} />;
  const flow = {
    status,
    onBusy: (isBusy: boolean) => setHeld(isBusy ? status : null),
    onRecoveryKey: (key: string) => {
      setRecoveryKey(key);
      setHeld(null);
    },
  };
  const onRepaired = (report: RepairReport): void => {
    setRepaired(report);
    setHeld(null);
  };
  const shown = held ?? status;
  const { state } = shown;
  if (state === 'setup') return <SetupPage {...flow} />;
  if (state === 'locked') return <LockPage {...flow} />;
  if (state === 'refused') return <RefusedPage {...flow} status={shown} onRepaired={onRepaired} />;
  return (
    <>
      <PhoneLine />
      <Reminders />
      <RouterProvider router={router} />
    </>
  );
}
