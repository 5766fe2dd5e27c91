import { Button, Group, Paper, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Decisions } from '#renderer/features/sync/use-decisions.ts';
import { valueWords } from '#renderer/features/sync/value-words.ts';
import { fieldWords } from '#renderer/features/sync/words.ts';

/** Says what was just decided and offers to take it back; always present for screen readers. */
export function DecidedBar({ decisions }: { readonly decisions: Decisions }) {
  const { t } = useTranslation('sync');
  const { last } = decisions;
  return (
    <div aria-live="polite">
      {last && (
        <Paper withBorder px="sm" py={6} data-testid="sync-decided">
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Group gap="xs" wrap="nowrap" miw={0}>
              <IconCheck size={16} aria-hidden />
              <Text size="sm" truncate>
                {t(last.take === 'loser' ? 'decided.taken' : 'decided.kept', {
                  name: last.conflict.about ?? t('about.unknown'),
                  field: fieldWords(t, last.conflict.entity, last.conflict.field),
                  value: valueWords(t, { ...last.conflict, json: last.conflict[last.take] }),
                })}
              </Text>
            </Group>
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              loading={decisions.isBusy}
              onClick={decisions.undo}
              style={{ flexShrink: 0 }}
            >
              {t('decided.undo')}
            </Button>
          </Group>
        </Paper>
      )}
    </div>
  );
}
