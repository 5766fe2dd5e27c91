import { ActionIcon, Badge, Table, Text, Title, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlugOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HubView } from '#core/api/venue.ts';
import { tellVenueFailure } from '#renderer/features/venue/use-venue.ts';
import { client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';

type Visitor = HubView['visitors'][number];

/** Desks and helpers at this hub, when each was last heard of and what it handed on. */
export function VisitorTable({ visitors }: Pick<HubView, 'visitors'>) {
  const { t } = useTranslation('venue');
  return (
    <>
      <Title order={3} size="h4" mb="xs">
        {t('visitor.title', { n: visitors.length })}
      </Title>
      {visitors.length === 0 ? (
        <Text c="dimmed">{t('visitor.none')}</Text>
      ) : (
        <Table verticalSpacing={4} data-testid="visitors">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('visitor.name')}</Table.Th>
              <Table.Th>{t('visitor.last')}</Table.Th>
              <Table.Th ta="right">{t('visitor.handed')}</Table.Th>
              <Table.Th w={40} aria-label={t('visitor.end')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {visitors.map((visitor) => (
              <Row key={visitor.sessionId} visitor={visitor} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

function Row({ visitor }: { readonly visitor: Visitor }) {
  const { t } = useTranslation('venue');
  const { sessionId, kind, name, lastContactAt, isQuiet, handedOn } = visitor;
  const end = (): void => {
    modals.openConfirmModal({
      title: t('visitor.endOf', { name }),
      children: t('visitor.endText', { name }),
      labels: { confirm: t('visitor.end'), cancel: t('cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => void client.venue.endSession({ sessionId }).catch(tellVenueFailure),
    });
  };
  return (
    <Table.Tr data-testid={`visitor-${name}`} data-handed={handedOn}>
      <Table.Td>
        <Badge color={kind === 'DESK' ? 'brand' : 'grape'} mr="xs">
          {t(`visitor.kind.${kind}`)}
        </Badge>
        {name}
      </Table.Td>
      <Table.Td>
        <Tooltip label={t('visitor.quiet')} disabled={!isQuiet}>
          <Text span c={isQuiet ? 'orange' : undefined}>
            {lastContactAt === null ? t('visitor.never') : formatTime(lastContactAt)}
          </Text>
        </Tooltip>
      </Table.Td>
      <Table.Td ta="right">{handedOn}</Table.Td>
      <Table.Td>
        <ActionIcon variant="subtle" color="red" aria-label={t('visitor.endOf', { name })} onClick={end}>
          <IconPlugOff size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
