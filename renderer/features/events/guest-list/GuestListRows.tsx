import { Badge, Checkbox, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestListRow } from '#core/api/event-guest-list.ts';

interface Props {
  readonly rows: readonly GuestListRow[];
  readonly isTaken: boolean;
  readonly onSamePerson: (rowNos: number[]) => void;
}

const mostShown = 400;
const colours = { NEW: 'teal', UPDATE: 'blue', SAME: 'gray', SKIP: 'orange' } as const;
const order = { SKIP: 0, NEW: 1, UPDATE: 2, SAME: 3 } as const;

/** What becomes, or became, of every row: what needs a look first. */
export function GuestListRows({ rows, isTaken, onSamePerson }: Props) {
  const { t } = useTranslation('guestList');
  const [same, setSame] = useState<readonly number[]>([]);
  const sorted = rows.toSorted((a, b) => order[a.outcome] - order[b.outcome] || a.rowNo - b.rowNo);
  const toggle = (rowNo: number): void => {
    const next = same.includes(rowNo) ? same.filter((one) => one !== rowNo) : [...same, rowNo];
    setSame(next);
    onSamePerson([...next]);
  };
  return (
    <ScrollArea.Autosize mah="calc(100vh - 420px)" mih={220} type="auto">
      <Table fz="sm" stickyHeader data-testid="list-rows">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={52}>{t('row')}</Table.Th>
            <Table.Th>{t('target.name')}</Table.Th>
            <Table.Th>{t('outcome')}</Table.Th>
            <Table.Th>{t('target.state')}</Table.Th>
            <Table.Th>{t('target.seat')}</Table.Th>
            <Table.Th>{t('remarks')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.slice(0, mostShown).map((row) => (
            <Table.Tr key={row.rowNo}>
              <Table.Td c="dimmed">{row.rowNo}</Table.Td>
              <Table.Td>
                {row.name || '—'}
                {row.companions > 0 && ` +${row.companions}`}
                <Text size="xs" c="dimmed">
                  {row.maskedPhone}
                </Text>
              </Table.Td>
              <Table.Td>
                <Badge color={colours[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>
              </Table.Td>
              <Table.Td>{row.state ? t(`events:standing.${row.state}`) : ''}</Table.Td>
              <Table.Td>{row.seat}</Table.Td>
              <Table.Td>
                <Remarks row={row} />
                {!isTaken && (row.reason === 'NAME_DIFFERS' || same.includes(row.rowNo)) && (
                  <Checkbox
                    size="xs"
                    mt={4}
                    checked={same.includes(row.rowNo)}
                    onChange={() => toggle(row.rowNo)}
                    label={t('samePerson', { name: row.clientName })}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > mostShown && (
        <Text size="sm" c="dimmed" p="xs">
          {t('moreRows', { n: rows.length - mostShown })}
        </Text>
      )}
    </ScrollArea.Autosize>
  );
}

function Remarks({ row }: { readonly row: GuestListRow }) {
  const { t } = useTranslation('guestList');
  const said = [
    ...(row.reason
      ? [t([`reason.${row.reason}`, `events:skip.${row.reason}`], { name: row.clientName })]
      : []),
    ...row.products.map(({ productName }) => productName ?? '—'),
    ...row.notes.map((note) => t(`note.${note}`)),
    ...(row.hasForeignCode && row.outcome !== 'SKIP' ? [t('withCode')] : []),
    ...(row.clientName !== null && row.reason === null ? [t('isClient')] : []),
  ];
  return (
    <Text size="xs" c={row.reason ? undefined : 'dimmed'}>
      {said.join(' · ')}
    </Text>
  );
}
