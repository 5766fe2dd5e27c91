import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Act } from '#renderer/features/sync/acts.ts';
import { commandWords, contentWords } from '#renderer/features/sync/words.ts';

/** What the manager did, as a sentence, and what it holds. */
export function WhatCell({ act }: { readonly act: Act }) {
  const { t } = useTranslation('sync');
  const content = contentWords(t, act);
  return (
    <>
      <Text size="sm" fw={500}>
        {commandWords(t, act.command, act.entity)}
      </Text>
      {content && (
        <Text size="xs" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {content}
        </Text>
      )}
    </>
  );
}
