import { Box, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/events/EffectChart.module.css';

/** One window's difference with its 95 % interval; without one, why there is none. */
export interface EffectLine {
  readonly label: string;
  readonly estimate: { readonly value: number; readonly low: number; readonly high: number } | null;
  readonly missing: string;
}

interface Props {
  readonly title: string;
  readonly lines: readonly EffectLine[];
  readonly show: (value: number) => string;
}

/** The windows' differences over one zero line and on one scale: what touches the line may be nothing. */
export function EffectChart({ title, lines, show }: Props) {
  const bounds = lines.flatMap(({ estimate }) => (estimate ? [estimate.low, estimate.high] : []));
  const reach = Math.max(0, ...bounds.map(Math.abs)) * 1.1;
  return (
    <Stack gap={6} component="figure" m={0} data-testid="effect-chart">
      <Text component="figcaption" size="sm" fw={600}>
        {title}
      </Text>
      {lines.map((line) => (
        <Line key={line.label} line={line} reach={reach} show={show} title={title} />
      ))}
      {reach > 0 && (
        <div className={classes['row']} aria-hidden>
          <span />
          <Group justify="space-between" className={classes['scale']}>
            {[-reach, 0, reach].map((at) => (
              <span key={at}>{show(at)}</span>
            ))}
          </Group>
        </div>
      )}
    </Stack>
  );
}

interface LineProps extends Pick<Props, 'show' | 'title'> {
  readonly line: EffectLine;
  readonly reach: number;
}

function Line({ line: { label, estimate, missing }, reach, show, title }: LineProps) {
  const { t } = useTranslation('events');
  if (!estimate) {
    return (
      <div className={classes['row']}>
        <Text size="sm">{label}</Text>
        <Text size="xs" c="dimmed">
          {missing}
        </Text>
      </div>
    );
  }
  const place = (at: number): string => `${50 + (50 * at) / (reach || 1)}%`;
  const { value, low, high } = estimate;
  const interval = t('effect.interval', { low: show(low), high: show(high) });
  return (
    <div className={classes['row']}>
      <Text size="sm">{label}</Text>
      <div>
        <Box
          className={classes['line']}
          role="img"
          aria-label={`${title}, ${label}: ${show(value)}, ${interval}`}
        >
          <Box className={classes['zero']} />
          <Box
            className={classes['span']}
            style={{ left: place(low), right: `calc(100% - ${place(high)})` }}
          />
          <Box className={classes['value']} style={{ left: place(value) }} />
        </Box>
        <Group justify="space-between" gap={4}>
          <Text size="sm" fw={700}>
            {show(value)}
          </Text>
          <Text size="xs" c="dimmed">
            {interval}
          </Text>
        </Group>
      </div>
    </div>
  );
}
