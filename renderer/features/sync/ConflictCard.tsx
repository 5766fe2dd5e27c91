import { Badge, Button, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AboutLinks } from '#renderer/features/sync/AboutLinks.tsx';
import type { Conflict, Decisions } from '#renderer/features/sync/use-decisions.ts';
import { valueWords } from '#renderer/features/sync/value-words.ts';
import { entityWords, fieldWords } from '#renderer/features/sync/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly conflict: Conflict;
  readonly decisions: Decisions;
}

/** One field with two values: what stands, what was replaced, who wrote each, and by which rule it was decided. */
export function ConflictCard({ conflict, decisions }: Props) {
  const { t } = useTranslation('sync');
  const { entity, field, about, scope, rule, decidedAt, canTake } = conflict;
  const isAlike = conflict.winner === conflict.loser;
  return (
    <Paper withBorder p="sm" data-testid={`conflict-${field}`}>
      <Group gap="xs" mb="xs" wrap="nowrap">
        <AboutLinks about={[{ scope, name: about }]} />
        <Text fw={600} size="sm">
          {namesItself.has(entity) ? '' : `${entityWords(t, entity)} · `}
          {fieldWords(t, entity, field)}
        </Text>
        <Badge color="gray">{t(`conflict.rule.${rule}` as never, { defaultValue: rule })}</Badge>
        <Text size="sm" c="dimmed" ml="auto" style={{ whiteSpace: 'nowrap' }}>
          {t('conflict.at', { time: formatDateTime(decidedAt) })}
        </Text>
      </Group>
      <SimpleGrid cols={2} spacing="sm">
        <Side conflict={conflict} side="winner">
          <Button
            size="compact-sm"
            variant="default"
            disabled={decisions.isBusy}
            onClick={() => decisions.decide({ conflict, take: 'winner' })}
          >
            {t('conflict.keep')}
          </Button>
        </Side>
        <Side conflict={conflict} side="loser">
          {canTake ? (
            <Button
              size="compact-sm"
              variant="light"
              disabled={decisions.isBusy}
              onClick={() => decisions.decide({ conflict, take: 'loser' })}
            >
              {t('conflict.take')}
            </Button>
          ) : (
            <Text size="xs" ta="right">
              {t(rule === 'server-wins' ? 'conflict.fixed' : 'conflict.gone')}
            </Text>
          )}
        </Side>
      </SimpleGrid>
      {isAlike && (
        <Text size="xs" c="dimmed" mt={6}>
          {t('conflict.alike')}
        </Text>
      )}
    </Paper>
  );
}

/** Kinds of rows that the name before them stands for. */
const namesItself = new Set(['client', 'event']);

interface SideProps {
  readonly conflict: Conflict;
  readonly side: 'winner' | 'loser';
  readonly children: React.ReactNode;
}

function Side({ conflict, side, children }: SideProps) {
  const { t } = useTranslation('sync');
  const writer = useWriter(conflict, side);
  const isGone = conflict.rule === 'delete' && side === 'winner';
  return (
    <Paper
      px="sm"
      py={8}
      bg={side === 'winner' ? 'var(--mantine-color-brand-light)' : 'var(--mantine-color-gray-light)'}
    >
      <Text size="xs">
        {t(`conflict.${side}`)} · {writer}
      </Text>
      <Group justify="space-between" wrap="nowrap" mt={4} mih={26}>
        <Text fw={600} size="sm" lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
          {isGone ? t('conflict.deleted') : valueWords(t, { ...conflict, json: conflict[side] })}
        </Text>
        <div style={{ flexShrink: 0, maxWidth: '50%' }}>{children}</div>
      </Group>
    </Paper>
  );
}

/** Who wrote a value, and whether on this device: a manager's two devices disagree more often than two managers. */
function useWriter(conflict: Conflict, side: 'winner' | 'loser'): string {
  const { t } = useTranslation('sync');
  const { data: session } = useQuery(api.session.status.queryOptions());
  const name = side === 'winner' ? conflict.winnerBy : conflict.loserBy;
  if (name === null) return t('conflict.byCentre');
  if (conflict.writtenHere === side) return t('conflict.byHere', { name });
  const isElsewhere = conflict.writtenHere !== null && name === session?.managerName;
  return t(isElsewhere ? 'conflict.byElsewhere' : 'conflict.by', { name });
}
