import { Badge, Group, Progress, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/events/CheckIn.module.css';
import type { Door } from '#renderer/features/events/DoorBar.tsx';
import { tierColour } from '#renderer/lib/semantic.ts';

/** Whose guests and guests of which tier have come, of how many who promised. One host alone, or no tier known, says nothing. */
export const DoorGroups = memo(function DoorGroups({ hosts, tiers }: Pick<Door, 'hosts' | 'tiers'>) {
  const { t } = useTranslation('events');
  const known = tiers.filter(({ tier, expected, arrived }) => tier !== null && expected + arrived > 0);
  return (
    <>
      {hosts.length > 1 && (
        // Reached by keys too, since it scrolls where there are many managers.
        <div className={classes.hosts} role="group" aria-label={t('checkIn.byManager')} tabIndex={0}>
          {hosts.map(({ managerId, name, expected, arrived }) => (
            <Group key={managerId} gap="xs" wrap="nowrap" data-testid={`host-${name}`}>
              <Text size="sm" w={72} truncate>
                {name ?? '—'}
              </Text>
              <Progress
                flex={1}
                value={expected === 0 ? 0 : Math.min(100, (100 * arrived) / expected)}
                aria-label={`${name ?? ''} ${t('counter.arrived')}`}
              />
              <Text size="sm" c="dimmed">
                {arrived}/{expected}
              </Text>
            </Group>
          ))}
        </div>
      )}
      {known.length > 0 && (
        <Group gap={6} role="group" aria-label={t('checkIn.byTier')}>
          {known.map(({ tier, expected, arrived }) => (
            <Badge key={tier} color={tierColour[tier ?? ''] ?? 'gray'} data-testid={`tier-${tier}`} tt="none">
              {t(`common:tier.${tier}`)} {arrived}/{expected}
            </Badge>
          ))}
        </Group>
      )}
    </>
  );
});
