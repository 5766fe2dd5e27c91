import { Badge, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EffectReport } from '#core/api/event-effect.ts';
import { signedMoney, type EffectWindow } from '#renderer/features/events/effect-words.ts';
import { formatDate, formatMoney } from '#renderer/lib/format.ts';

const colours = { TOO_FEW: 'gray', NOT_SHOWN: 'yellow', MORE_RAISED: 'teal', FEWER_RAISED: 'red' } as const;

/** What the charts are drawn from: both sides of every window, what can be concluded, and what it cost. */
export function EffectTable({ windows }: { readonly windows: readonly EffectWindow[] }) {
  const { t } = useTranslation('events');
  const sides = ['clients', 'attended', 'raisedCount', 'meanChange'] as const;
  const costs = ['perAttendee', 'costPerAttendee', 'costPerNet'] as const;
  return (
    <Table.ScrollContainer minWidth={900} type="native">
      <Table verticalSpacing={4} fz="sm" aria-label={t('effect.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('effect.window')}</Table.Th>
            <Table.Th />
            {[...sides, ...costs].map((column) => (
              <Table.Th key={column} ta="right">
                {t(`effect.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {windows.map((window) =>
            window.report ? (
              <Over key={window.days} days={window.days} report={window.report} />
            ) : (
              <Table.Tr key={window.days}>
                <Table.Th scope="row">{t('effect.days', { n: window.days })}</Table.Th>
                <Table.Td colSpan={8} c="dimmed">
                  {t('effect.open', { day: formatDate(window.endsAt) })}
                </Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Over({ days, report }: { readonly days: number; readonly report: EffectReport }) {
  const { t } = useTranslation('events');
  const { perAttendeeFen, costPerAttendeeFen, costPerNetFen, change } = report;
  // What may be nothing has no price.
  const isPriced = costPerNetFen !== null && change !== null && change.low > 0;
  const costs = [
    perAttendeeFen === null ? '—' : signedMoney(perAttendeeFen),
    costPerAttendeeFen === null ? '—' : formatMoney(Math.round(costPerAttendeeFen)),
    isPriced ? `¥${costPerNetFen.toFixed(4)}` : t('effect.noPrice'),
  ];
  return (
    <>
      <Table.Tr>
        <Table.Th scope="rowgroup" rowSpan={2} style={{ verticalAlign: 'top' }}>
          <Text size="sm" fw={600}>
            {t('effect.days', { n: days })}
          </Text>
          <Badge color={colours[report.verdict]} tt="none" data-testid={`effect-${days}`}>
            {t(`effect.verdict.${report.verdict}`)}
          </Badge>
        </Table.Th>
        <Side name={t('effect.invited')} figures={report.invited} />
        {costs.map((cost, at) => (
          <Table.Td key={at} rowSpan={2} ta="right">
            {cost}
          </Table.Td>
        ))}
      </Table.Tr>
      <Table.Tr>
        <Side name={t(`effect.control.${report.comparison}`)} figures={report.control} />
      </Table.Tr>
    </>
  );
}

function Side({ name, figures }: { readonly name: string; readonly figures: EffectReport['invited'] }) {
  const { clients, attended, raised, meanChangeFen } = figures;
  const share = clients === 0 ? '' : ` (${((100 * raised) / clients).toFixed(1)} %)`;
  return (
    <>
      <Table.Td>{name}</Table.Td>
      {[clients, attended, `${raised}${share}`, signedMoney(meanChangeFen)].map((value, at) => (
        <Table.Td key={at} ta="right">
          {value}
        </Table.Td>
      ))}
    </>
  );
}
