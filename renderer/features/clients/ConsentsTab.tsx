import { Badge, Button, Group, Paper, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconBan, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { ConsentModal } from '#renderer/features/clients/ConsentModal.tsx';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDate, formatDateTime } from '#renderer/lib/format.ts';

/** What the client agreed to and took back, with evidence, and where the data came from. */
export function ConsentsTab({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  const [asking, setAsking] = useState<'entry' | 'block' | null>(null);
  const { data, error, refetch } = useQuery(api.clients.consents.queryOptions({ input: { id: profile.id } }));
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2}>{t('consent.title')}</Title>
        <Group gap="xs">
          {!profile.isBlocked && (
            <Button
              color="red"
              variant="light"
              leftSection={<IconBan size={16} />}
              onClick={() => setAsking('block')}
            >
              {t('consent.block')}
            </Button>
          )}
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAsking('entry')}>
            {t('consent.add')}
          </Button>
        </Group>
      </Group>
      {data.length === 0 ? (
        <Text c="dimmed">{t('consent.none')}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['what', 'channel', 'purpose', 'evidence', 'by', 'at', 'until'].map((column) => (
                <Table.Th key={column}>{t(`consent.column.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((entry) => (
              <Table.Tr key={entry.id}>
                <Table.Td>
                  <Badge color={entry.given ? 'teal' : 'red'}>
                    {t(entry.given ? 'consent.given' : 'consent.withdrawn')}
                  </Badge>
                </Table.Td>
                <Table.Td>{t(entry.channel ? `channel.${entry.channel}` : 'consent.allChannels')}</Table.Td>
                <Table.Td>{t(entry.purpose ? `purpose.${entry.purpose}` : 'consent.allPurposes')}</Table.Td>
                <Table.Td maw={320}>{entry.evidence}</Table.Td>
                <Table.Td>{entry.recordedByName ?? '—'}</Table.Td>
                <Table.Td>
                  <Group gap={4} wrap="nowrap">
                    {formatDateTime(entry.recordedAt)}
                    <ChangeMark entity="consent" id={entry.id} />
                  </Group>
                </Table.Td>
                <Table.Td>{entry.expiresAt === null ? '—' : formatDate(entry.expiresAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <SourceCard profile={profile} />
      {asking && (
        <ConsentModal clientId={profile.id} isBlock={asking === 'block'} onClose={() => setAsking(null)} />
      )}
    </Stack>
  );
}

function SourceCard({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  const { source, lawfulBasis, extra } = profile.client;
  const rows: [key: string, value: string][] = [
    [t('new.source'), source],
    [t('new.basis'), t(`basis.${lawfulBasis}`)],
    ...Object.entries(extra),
  ];
  return (
    <Paper withBorder p="sm" maw={640}>
      <Title order={2} mb="xs">
        {t('source.title')}
      </Title>
      <Table withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([key, value]) => (
            <Table.Tr key={key}>
              <Table.Td w={180} c="dimmed">
                {key}
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
