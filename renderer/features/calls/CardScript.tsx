import { Group, Stack, Text } from '@mantine/core';
import type { CallCard } from '#core/api/calls.ts';
import classes from '#renderer/features/calls/desk.module.css';
import { useCallWords } from '#renderer/features/calls/words.ts';

/** What to say: the script of this reason with the client's facts filled in. */
export function CardScript({ card }: { readonly card: CallCard }) {
  const { t, i18n } = useCallWords();
  const { script } = card;
  const lines = script.lines[i18n.language === 'en' ? 'en' : 'zh-CN'];
  return (
    <section className={`${classes['script']} ${classes['scroll']}`} aria-label={t('script.title')}>
      <Group justify="space-between" mb={6}>
        <Text size="xs" c="dimmed">
          {t('script.title')} · {t(`reasonName.${card.reason}`)}
        </Text>
        <Text size="xs" c="dimmed">
          {script.reviewedOn === null
            ? t('script.unreviewed')
            : t('script.reviewed', { day: script.reviewedOn, version: script.version })}
        </Text>
      </Group>
      <Stack gap={6}>
        {lines.map((line) => (
          <Text key={line} size="md" lh={1.55}>
            {line}
          </Text>
        ))}
      </Stack>
    </section>
  );
}
