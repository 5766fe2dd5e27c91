import { Box, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/events/EffectInterval.module.css';

interface Props {
  readonly label: string;
  readonly estimate: { readonly value: number; readonly low: number; readonly high: number };
  readonly show: (value: number) => string;
}

/** A difference with its 95 % interval drawn over a zero line: what touches the line may be nothing. */
export function EffectInterval({ label, estimate, show }: Props) {
  const { t } = useTranslation('events');
  const { value, low, high } = estimate;
  const reach = Math.max(Math.abs(low), Math.abs(high)) * 1.1 || 1;
  const place = (at: number): string => `${50 + (50 * at) / reach}%`;
  const bounds = t('effect.interval', { low: show(low), high: show(high) });
  return (
    <Stack gap={4}>
      <Group justify="space-between" align="baseline">
        <Text size="sm">{label}</Text>
        <Text fw={700}>{show(value)}</Text>
      </Group>
      <Box className={classes['line']} role="img" aria-label={`${label} ${show(value)}, ${bounds}`}>
        <Box className={classes['zero']} />
        <Box className={classes['span']} style={{ left: place(low), right: `calc(100% - ${place(high)})` }} />
        <Box className={classes['value']} style={{ left: place(value) }} />
      </Box>
      <Text size="xs" c="dimmed">
        {bounds}
      </Text>
    </Stack>
  );
}
