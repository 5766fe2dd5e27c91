import { Group, Paper, Text, ThemeIcon } from '@mantine/core';
import { IconEqual, IconEqualNot, IconQuestionMark } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#core/api/sync.ts';
import { formatCount, formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly proof: SyncStatus['proof'];
  /** True when a comparison was asked for and could not be made. */
  readonly isImpossible: boolean;
}

/** The last comparison of both sides' digests: when, over how much, and whether they were equal. */
export function ProofCard({ proof, isImpossible }: Props) {
  const { t } = useTranslation('sync');
  const look = proofLook(proof);
  return (
    <Paper
      withBorder
      p="md"
      style={{ flex: 2 }}
      data-testid="sync-proof"
      data-equal={proof?.isEqual ?? 'unknown'}
    >
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon color={look.colour} variant="light" size={40} radius="xl">
          {look.icon}
        </ThemeIcon>
        <div>
          <Text size="sm" c="dimmed">
            {t('proof.title')}
          </Text>
          {proof && <Text fw={600}>{t(proof.isEqual ? 'proof.equal' : 'proof.different')}</Text>}
          <Text size="sm">
            {proof
              ? t('proof.detail', { time: formatDateTime(proof.at), rows: formatCount(proof.rows) })
              : t('proof.never')}
          </Text>
          {isImpossible && (
            <Text size="sm" c="orange" role="status">
              {t('proof.offline')}
            </Text>
          )}
        </div>
      </Group>
    </Paper>
  );
}

function proofLook(proof: SyncStatus['proof']) {
  if (!proof) return { colour: 'gray', icon: <IconQuestionMark size={22} aria-hidden /> };
  if (proof.isEqual) return { colour: 'teal', icon: <IconEqual size={22} aria-hidden /> };
  return { colour: 'red', icon: <IconEqualNot size={22} aria-hidden /> };
}
