import { Button, Group, Paper, SimpleGrid, Stack, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { EffectPanel } from '#renderer/features/events/EffectPanel.tsx';
import { Figure } from '#renderer/features/events/Figure.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { client } from '#renderer/lib/api.ts';
import { formatTime } from '#renderer/lib/format.ts';
import { IconFlagCheck } from '@tabler/icons-react';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** What came of it: who came, who did not, who was let in twice, who still has to be followed up. */
export function AfterTab({ event, guests }: Props) {
  const { t } = useTranslation('events');
  if (event.status !== 'CLOSED') {
    return <EmptyState icon={<IconFlagCheck />} title={t('after.notYet')} text={t('after.notYetText')} />;
  }
  const missed = guests.filter(({ standing }) => standing === 'no_show');
  const came = guests.filter(({ firstEntry }) => firstEntry !== null);
  const { arrived, expected, walkIns, doubleEntries } = event.counters;
  const showRate = expected === 0 ? '—' : `${Math.round((100 * (arrived - walkIns)) / expected)} %`;
  const figures = [
    ['after.came', String(arrived)],
    ['after.missed', String(missed.length)],
    ['after.showRate', showRate],
    ['counter.walkIns', String(walkIns)],
    ['counter.doubles', String(doubleEntries)],
  ] as const;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={5}>
        {figures.map(([label, value]) => (
          <Paper key={label} withBorder p="sm">
            <Figure weight="strong" label={t(label)} value={value} />
          </Paper>
        ))}
      </SimpleGrid>
      <EffectPanel eventId={event.id} />
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('walkIn.name')}</Table.Th>
            <Table.Th>{t('print.host')}</Table.Th>
            <Table.Th>{t('print.state')}</Table.Th>
            <Table.Th>{t('print.time')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...missed, ...came].map((guest) => (
            <Table.Tr key={guest.id}>
              <Table.Td>{guest.name}</Table.Td>
              <Table.Td>{guest.hostName}</Table.Td>
              <Table.Td>
                <StandingBadge standing={guest.standing} />
              </Table.Td>
              <Table.Td>{guest.firstEntry ? formatTime(guest.firstEntry.at) : '—'}</Table.Td>
              <Table.Td>
                <FollowedUp guest={guest} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function FollowedUp({ guest }: { readonly guest: GuestView }) {
  const { t } = useTranslation('events');
  if (!guest.moves.includes('followed_up')) return null;
  return (
    <Group justify="flex-end">
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => {
          client.events.respond({ guestId: guest.id, to: 'followed_up' }).catch(showFailure);
        }}
      >
        {t('move.followed_up')}
      </Button>
    </Group>
  );
}
