import {
  Alert,
  Badge,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectReport } from '#core/api/event-effect.ts';
import { EffectInterval } from '#renderer/features/events/EffectInterval.tsx';
import { Figure } from '#renderer/features/events/Figure.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDate, formatMoney } from '#renderer/lib/format.ts';

const colours = { TOO_FEW: 'gray', NOT_SHOWN: 'yellow', MORE_RAISED: 'teal', FEWER_RAISED: 'red' } as const;

/** What the event changed against who was not invited, with what can and cannot be concluded from it (domain §3.9). */
export function EffectPanel({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('events');
  const { data: effect } = useQuery(api.events.effect.report.queryOptions({ input: { eventId } }));
  const [days, setDays] = useState<string | null>(null);
  if (!effect) return <Skeleton height={180} />;
  const shown = effect.windows.find((window) => String(window.days) === days) ?? effect.windows[0];
  return (
    <Paper withBorder p="md" data-testid="effect">
      <Group justify="space-between" mb="sm">
        <Group gap="xs">
          <Text fw={600}>{t('effect.title')}</Text>
          <Badge variant="light" color={effect.comparison === 'RANDOM' ? 'brand' : 'orange'}>
            {t(`effect.comparison.${effect.comparison}`)}
          </Badge>
        </Group>
        <SegmentedControl
          size="xs"
          aria-label={t('effect.window')}
          value={String(shown?.days)}
          onChange={setDays}
          data={effect.windows.map((window) => ({
            value: String(window.days),
            label: t('effect.days', { n: window.days }),
          }))}
        />
      </Group>
      {shown?.report ? (
        <Report report={shown.report} />
      ) : (
        <Text c="dimmed">{t('effect.open', { day: formatDate(shown?.endsAt ?? 0) })}</Text>
      )}
    </Paper>
  );
}

function Report({ report }: { readonly report: EffectReport }) {
  const { t } = useTranslation('events');
  const { verdict, raised, change } = report;
  const points = (share: number): string =>
    t('effect.points', { n: signed(share, (size) => (size * 100).toFixed(1)) });
  return (
    <Stack gap="sm">
      <Alert color={colours[verdict]} p="xs" title={t(`effect.verdict.${verdict}`)}>
        {t(`effect.comparisonText.${report.comparison}`)}
      </Alert>
      <Arms report={report} />
      {raised && change && (
        <SimpleGrid cols={2}>
          <EffectInterval label={t('effect.raised')} estimate={raised} show={points} />
          <EffectInterval label={t('effect.change')} estimate={change} show={signedMoney} />
        </SimpleGrid>
      )}
      <SimpleGrid cols={3}>
        <Figure
          weight="strong"
          label={t('effect.perAttendee')}
          value={report.perAttendeeFen === null ? '—' : signedMoney(report.perAttendeeFen)}
        />
        <Figure
          weight="strong"
          label={t('effect.costPerAttendee')}
          value={moneyOr(report.costPerAttendeeFen)}
        />
        <Figure
          weight="strong"
          label={t('effect.costPerNet')}
          value={report.costPerNetFen === null ? '—' : `¥${report.costPerNetFen.toFixed(4)}`}
        />
      </SimpleGrid>
    </Stack>
  );
}

function Arms({ report }: { readonly report: EffectReport }) {
  const { t } = useTranslation('events');
  return (
    <Table withRowBorders={false} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th />
          {(['clients', 'attended', 'raisedCount', 'meanChange'] as const).map((column) => (
            <Table.Th key={column} ta="right">
              {t(`effect.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {(['invited', 'control'] as const).map((side) => {
          const { clients, attended, raised, meanChangeFen } = report[side];
          const share = clients === 0 ? '' : ` (${((100 * raised) / clients).toFixed(1)} %)`;
          return (
            <Table.Tr key={side}>
              <Table.Td>
                {t(side === 'invited' ? 'effect.invited' : `effect.control.${report.comparison}`)}
              </Table.Td>
              <Table.Td ta="right">{clients}</Table.Td>
              <Table.Td ta="right">{attended}</Table.Td>
              <Table.Td ta="right">{`${raised}${share}`}</Table.Td>
              <Table.Td ta="right">{signedMoney(meanChangeFen)}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function moneyOr(fen: number | null): string {
  return fen === null ? '—' : formatMoney(Math.round(fen));
}

function signedMoney(fen: number): string {
  return signed(fen, (size) => formatMoney(Math.round(size)));
}

/** Both signs as wide as a digit, so that a plus and a minus stand under each other. */
function signed(value: number, show: (size: number) => string): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '';
  return sign + show(Math.abs(value));
}
