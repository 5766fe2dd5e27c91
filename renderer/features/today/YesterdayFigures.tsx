import { Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Conduct {
  readonly contacts: number;
  readonly complaints: number;
  readonly overContacts: number;
}

interface Props {
  readonly figures: Omit<Conduct, 'contacts'> & {
    readonly day: string;
    readonly dialled: number;
    readonly reached: number;
    readonly conversationsPerHour: number | null;
    readonly callbacksDue: number;
    readonly callbacksKept: number;
  };
  /** The last thirty days. */
  readonly month: Conduct;
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly isBad?: boolean;
}

/**
 * The last working day: people reached, talks an hour, promises kept; and beside them what calling must not cost,
 * complaints and over-contacts. How often somebody dialled is a note, not a figure.
 */
export function YesterdayFigures({ figures, month }: Props) {
  const { t } = useTranslation('today');
  const { day, dialled, reached, conversationsPerHour, callbacksDue, callbacksKept } = figures;
  const rate = dialled === 0 ? '–' : percent(reached, dialled);
  const inMonth = (count: number): string =>
    t('yesterday.monthNote', { count, rate: month.contacts === 0 ? '–' : percent(count, month.contacts, 1) });
  const shown: Figure[] = [
    {
      name: 'reached',
      value: String(reached),
      note: t('yesterday.reachedNote', { day: day.slice(5), dialled, rate }),
    },
    {
      name: 'talks',
      value: conversationsPerHour === null ? '–' : conversationsPerHour.toFixed(1),
      note: t('yesterday.talksNote'),
    },
    {
      name: 'kept',
      value: callbacksDue === 0 ? '–' : `${callbacksKept}/${callbacksDue}`,
      note: t(callbacksDue === 0 ? 'yesterday.noneDue' : 'yesterday.keptNote'),
      isBad: callbacksKept < callbacksDue,
    },
    {
      name: 'complaints',
      value: String(figures.complaints),
      note: inMonth(month.complaints),
      isBad: figures.complaints > 0,
    },
    {
      name: 'overContacts',
      value: String(figures.overContacts),
      note: inMonth(month.overContacts),
      isBad: figures.overContacts > 0,
    },
  ];
  return (
    <SimpleGrid cols={5} spacing="sm">
      {shown.map((figure) => (
        <FigureCard key={figure.name} {...figure} />
      ))}
    </SimpleGrid>
  );
}

function FigureCard({ name, value, note, isBad = false }: Figure) {
  const { t } = useTranslation('today');
  return (
    <Paper withBorder px="md" py={10} radius="md" data-figure={name} miw={0}>
      <Group justify="space-between" align="flex-end" wrap="nowrap" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600} truncate>
            {t(`yesterday.${name}`)}
          </Text>
          <Text size="xs" c="dimmed" truncate title={note}>
            {note}
          </Text>
        </div>
        <Text fz={26} fw={700} lh={1.1} {...(isBad && { c: 'red' })}>
          {value}
        </Text>
      </Group>
    </Paper>
  );
}

function percent(part: number, whole: number, digits = 0): string {
  return `${((part / whole) * 100).toFixed(digits)}%`;
}
