import { Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly figures: {
    readonly day: string;
    readonly dialled: number;
    readonly reached: number;
    readonly callbacksDue: number;
    readonly callbacksKept: number;
  };
}

/** Three numbers for the last working day: calls made, people reached, promises kept. */
export function YesterdayFigures({ figures }: Props) {
  const { t } = useTranslation('today');
  const { day, dialled, reached, callbacksDue, callbacksKept } = figures;
  const rate = dialled === 0 ? '–' : `${Math.round((reached / dialled) * 100)}%`;
  const shown = [
    { name: 'dialled', value: String(dialled), note: t('yesterday.dialledNote', { day: day.slice(5) }) },
    { name: 'reached', value: String(reached), note: t('yesterday.reachedNote', { rate }) },
    {
      name: 'kept',
      value: callbacksDue === 0 ? '–' : `${callbacksKept}/${callbacksDue}`,
      note: t(callbacksDue === 0 ? 'yesterday.noneDue' : 'yesterday.keptNote'),
    },
  ];
  return (
    <Group grow gap="sm">
      {shown.map(({ name, value, note }) => (
        <Paper key={name} withBorder px="md" py={10} radius="md" data-figure={name}>
          <Group justify="space-between" align="flex-end" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600} truncate>
                {t(`yesterday.${name}`)}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {note}
              </Text>
            </div>
            <Text fz={26} fw={700} lh={1.1}>
              {value}
            </Text>
          </Group>
        </Paper>
      ))}
    </Group>
  );
}
