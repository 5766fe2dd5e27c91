import { ColorSwatch, Group, Paper, Table, Title, type MantineColor } from '@mantine/core';
import { DonutChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '#renderer/lib/format.ts';

interface Props {
  readonly title: string;
  readonly shares: readonly { readonly key: string; readonly amountFen: number }[];
  readonly totalFen: number;
  readonly nameOf: (key: string) => string;
  readonly colourOf: (key: string) => MantineColor;
}

/** A sum divided: a ring to see it, a table beside it to read it. */
export function ShareDonut({ title, shares, totalFen, nameOf, colourOf }: Props) {
  const { t } = useTranslation('products');
  const data = shares.map(({ key, amountFen }) => ({
    name: nameOf(key),
    value: amountFen,
    color: colourOf(key),
  }));
  return (
    <Paper withBorder p="sm">
      <Title order={3} mb="xs">
        {title}
      </Title>
      <Group wrap="nowrap" gap="md">
        <div aria-hidden>
          <DonutChart
            data={data}
            size={112}
            thickness={18}
            paddingAngle={0}
            strokeWidth={data.length > 1 ? 1 : 0}
            withTooltip
            tooltipDataSource="segment"
            valueFormatter={formatMoney}
            pieChartProps={{ accessibilityLayer: false }}
            pieProps={{ rootTabIndex: -1, isAnimationActive: false }}
          />
        </div>
        <Table verticalSpacing={2} withRowBorders={false} aria-label={title}>
          <Table.Tbody>
            {data.map(({ name, value, color }) => (
              <Table.Tr key={name}>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <ColorSwatch size={10} color={cssColour(color)} withShadow={false} />
                    {name}
                  </Group>
                </Table.Td>
                <Table.Td ta="right">{formatMoney(value)}</Table.Td>
                <Table.Td ta="right" c="dimmed" aria-label={t('column.share')}>
                  {percent(value, totalFen)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Group>
    </Paper>
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`;
}

function cssColour(colour: MantineColor): string {
  return `var(--mantine-color-${colour.replace('.', '-')})`;
}
