import { Anchor, Menu, Button, Skeleton, Table } from '@mantine/core';
import { IconCalendarEvent, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { StandingBadge } from '#renderer/features/events/StandingBadge.tsx';
import { api, client } from '#renderer/lib/api.ts';
import { formatDateTime, formatTime } from '#renderer/lib/format.ts';

/** A client's invitations: to what, what became of them, and the answer to note now. */
export function InvitationsTab({ clientId }: { readonly clientId: string }) {
  const { t } = useTranslation('events');
  const { data, error, refetch } = useQuery(api.events.ofClient.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  if (data.length === 0) {
    return (
      <EmptyState icon={<IconCalendarEvent />} title={t('ofClient.none')} text={t('ofClient.noneText')} />
    );
  }
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('column.when')}</Table.Th>
          <Table.Th>{t('column.title')}</Table.Th>
          <Table.Th>{t('print.state')}</Table.Th>
          <Table.Th>{t('print.time')}</Table.Th>
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.map((one) => (
          <Table.Tr key={one.guestId}>
            <Table.Td>{formatDateTime(one.startsAt)}</Table.Td>
            <Table.Td>
              <Anchor
                renderRoot={(props) => (
                  <Link {...props} to="/events/$eventId" params={{ eventId: one.eventId }} />
                )}
              >
                {one.title}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <StandingBadge standing={one.standing} />
            </Table.Td>
            <Table.Td>{one.enteredAt === null ? '—' : formatTime(one.enteredAt)}</Table.Td>
            <Table.Td ta="right">
              {one.moves.length > 0 && (
                <Menu position="bottom-end">
                  <Menu.Target>
                    <Button size="compact-xs" variant="light" rightSection={<IconChevronDown size={12} />}>
                      {t('ofClient.answer')}
                    </Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {one.moves.map((to) => (
                      <Menu.Item
                        key={to}
                        onClick={() => {
                          client.events.respond({ guestId: one.guestId, to }).catch(showFailure);
                        }}
                      >
                        {t(`move.${to}`)}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
