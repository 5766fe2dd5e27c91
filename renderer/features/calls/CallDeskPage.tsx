import { Button, Skeleton, Stack } from '@mantine/core';
import { IconPhoneCheck } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { ClientCard } from '#renderer/features/calls/ClientCard.tsx';
import classes from '#renderer/features/calls/desk.module.css';
import { DeskSide } from '#renderer/features/calls/DeskSide.tsx';
import { QueueList } from '#renderer/features/calls/QueueList.tsx';
import { useCall, type Call } from '#renderer/features/calls/use-call.ts';
import { useDesk, type Desk } from '#renderer/features/calls/use-desk.ts';
import { useStable } from '#renderer/lib/use-stable.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { DeskReminders } from '#renderer/features/reminders/DeskReminders.tsx';

/** The call desk: queue, client, outcomes, on one screen and by keyboard alone. `?client=` opens one client. */
export function CallDeskPage() {
  const { client }: { client?: unknown } = useSearch({ strict: false });
  const pinnedId = typeof client === 'string' ? client : null;
  return <CallDesk key={pinnedId} pinnedId={pinnedId} />;
}

function CallDesk({ pinnedId }: { pinnedId: string | null }) {
  const desk = useDesk(pinnedId);
  const call = useCall(desk);
  if (desk.error) return <ErrorState error={desk.error} reset={desk.retry} />;
  return (
    <div className={classes['desk']}>
      <div className={classes['column']}>
        <DeskReminders currentId={desk.currentId} onOpen={desk.open} />
        <QueueList
          items={desk.items}
          currentId={desk.currentId}
          now={minuteOf(call.now)}
          onOpen={desk.open}
        />
      </div>
      <Centre desk={desk} call={call} />
      <DeskSide desk={desk} call={call} />
    </div>
  );
}

/** Queue and card speak of minutes: only those need to be drawn anew each second that count seconds. */
function minuteOf(now: number): number {
  return Math.floor(now / 60_000) * 60_000;
}

function Centre({ desk, call }: { desk: Desk; call: Call }) {
  const { card, cardError, isLoading, currentId } = desk;
  const dial = useStable(() => call.act({ kind: 'dial' }));
  const ask = useStable(() => call.act({ kind: 'question' }));
  if (card) {
    return (
      <ClientCard
        card={card}
        now={minuteOf(call.now)}
        phone={call.phone}
        isAsService={call.isAsService}
        onDial={dial}
        onAsk={ask}
        isGone={desk.news === 'GONE'}
      />
    );
  }
  if (cardError) return <ErrorState error={cardError} />;
  if (isLoading || currentId !== null) return <Loading />;
  return <Nobody />;
}

function Loading() {
  return (
    <Stack className={classes['panel']} p="md" gap="sm">
      <Skeleton height={32} width="40%" />
      <Skeleton height={24} />
      <Skeleton height={60} />
      <Skeleton height={180} />
    </Stack>
  );
}

function Nobody() {
  const { t } = useCallWords();
  return (
    <div className={classes['panel']}>
      <EmptyState
        icon={<IconPhoneCheck />}
        title={t('empty.title')}
        text={t('empty.text')}
        action={
          <Button component={Link} to="/clients" variant="light">
            {t('empty.clients')}
          </Button>
        }
      />
    </div>
  );
}
