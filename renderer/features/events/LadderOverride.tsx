import { Autocomplete, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFailure } from '#renderer/features/events/failure.ts';
import type { Outcome } from '#renderer/features/events/InviteOutcome.tsx';
import { useLadderReasons } from '#renderer/features/events/ladder-reasons.ts';
import { client } from '#renderer/lib/api.ts';

interface Props {
  readonly eventId: string;
  readonly outcome: Outcome;
  readonly onOutcome: (outcome: Outcome) => void;
}

const longest = 200;

/** Invites those whom nobody talked to on the phone yet all the same, with a reason that is kept. */
export function LadderOverride({ eventId, outcome, onOutcome }: Props) {
  const { t } = useTranslation('events');
  const reasons = useLadderReasons();
  const clientIds = outcome.skipped.filter((one) => one.reason === 'LADDER').map((one) => one.clientId);
  const [reason, setReason] = useState('');
  const [isInviting, setInviting] = useState(false);
  const invite = async (): Promise<void> => {
    setInviting(true);
    try {
      const asked = { eventId, clientIds, from: 'LIST', overrideReason: reason.trim() } as const;
      const { invited, skipped } = await client.events.invite(asked);
      const others = outcome.skipped.filter((one) => one.reason !== 'LADDER');
      onOutcome({ invited: [...outcome.invited, ...invited], skipped: [...others, ...skipped] });
    } catch (failure) {
      showFailure(failure);
    } finally {
      setInviting(false);
    }
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Autocomplete
        size="xs"
        flex={1}
        placeholder={t('invite.ladderWhy')}
        aria-label={t('invite.ladderWhy')}
        data={[...new Set(reasons)]}
        maxLength={longest}
        value={reason}
        onChange={setReason}
      />
      <Button
        size="xs"
        variant="light"
        loading={isInviting}
        disabled={reason.trim() === ''}
        onClick={() => void invite()}
        data-testid="invite-anyway"
      >
        {t('invite.ladderSend', { n: clientIds.length })}
      </Button>
    </Group>
  );
}
