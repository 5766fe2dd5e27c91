import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { client } from '#renderer/lib/api.ts';

export type Outcome = Awaited<ReturnType<typeof client.events.invite>>;

interface Props {
  readonly outcome: Outcome;
  readonly onAgain: () => void;
}

const namesShown = 30;

/** Says how many were invited and, reason by reason, who was not. */
export function InviteOutcome({ outcome, onAgain }: Props) {
  const { t } = useTranslation('events');
  const byReason = Object.entries(Object.groupBy(outcome.skipped, ({ reason }) => reason));
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
          <Text size="sm" c="dimmed">
            {people
              .slice(0, namesShown)
              .map(({ name }) => name ?? '—')
              .join('、')}
            {people.length > namesShown && ' …'}
          </Text>
        </Stack>
      ))}
      <Group>
        <Button variant="light" onClick={onAgain}>
          {t('invite.again')}
        </Button>
      </Group>
    </Stack>
  );
}
