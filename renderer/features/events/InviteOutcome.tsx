import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LadderOverride } from '#renderer/features/events/LadderOverride.tsx';
import { InviteProducts } from '#renderer/features/events/InviteProducts.tsx';
import type { client } from '#renderer/lib/api.ts';

export type Outcome = Awaited<ReturnType<typeof client.events.invite>>;

interface Props {
  readonly eventId: string;
  readonly outcome: Outcome;
  readonly onAgain?: () => void;
  /** Says what stands after some of those left out were invited all the same. */
  readonly onOutcome: (outcome: Outcome) => void;
}

const namesShown = 30;

/** Says how many were invited, with which steps open, and, reason by reason, who was not. */
export function InviteOutcome({ eventId, outcome, onAgain, onOutcome }: Props) {
  const { t } = useTranslation('events');
  const byReason = Object.entries(Object.groupBy(outcome.skipped, ({ reason }) => reason));
  const withSteps = outcome.invited.filter(({ products }) => products.length > 0);
  return (
    <Stack gap="sm">
      <Alert color="teal" icon={<IconCheck />} title={t('invite.done', { n: outcome.invited.length })}>
        {outcome.skipped.length > 0 && t('invite.skipped', { n: outcome.skipped.length })}
      </Alert>
      {byReason.map(([reason, people = []]) => (
        <Stack key={reason} gap={4}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {t(`skip.${reason}`)}
            </Text>
            <Badge color="gray">{people.length}</Badge>
          </Group>
          {reason === 'SUITABILITY' ? (
            <InviteProducts guests={people} most={namesShown} />
          ) : (
            <Text size="sm" c="dimmed">
              {people
                .slice(0, namesShown)
                .map(({ name }) => name ?? '—')
                .join('、')}
            </Text>
          )}
          {people.length > namesShown && <Text size="sm">…</Text>}
          {reason === 'LADDER' && (
            <LadderOverride eventId={eventId} outcome={outcome} onOutcome={onOutcome} />
          )}
        </Stack>
      ))}
      {withSteps.length > 0 && (
        <Stack gap={4}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {t('invite.openSteps')}
            </Text>
            <Badge color="gray">{withSteps.length}</Badge>
          </Group>
          <InviteProducts guests={withSteps} most={namesShown} />
        </Stack>
      )}
      {onAgain && (
        <Group>
          <Button variant="light" onClick={onAgain}>
            {t('invite.again')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
