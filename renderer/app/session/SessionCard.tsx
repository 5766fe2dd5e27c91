import { Card, Center, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/api.ts';
import { changeLanguage, type Language } from '#renderer/lib/i18n.ts';

interface Props {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}

/** The card in the middle of the window that every screen outside the session uses; language can be chosen on it. */
export function SessionCard({ title, text, children }: Props) {
  const { t, i18n } = useTranslation();
  const choose = async (language: Language): Promise<void> => {
    await changeLanguage(language);
    await client.session.setLanguage({ language });
  };
  return (
    <Center mih="100vh" p="md" bg="var(--mantine-color-default-hover)">
      <Card w={480} padding="lg" withBorder shadow="sm" component="main">
        <Group justify="space-between" mb="md" wrap="nowrap" className="no-print">
          <Group gap="xs" wrap="nowrap">
            <img src="./icon.svg" width={32} height={32} alt="" />
            <Text fw={700} size="lg">
              {t('product')}
            </Text>
          </Group>
          <SegmentedControl
            size="xs"
            aria-label={t('settings.language')}
            value={i18n.language}
            onChange={(value) => void choose(value as Language)}
            data={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Group>
        <Stack gap="sm">
          <Title order={1}>{title}</Title>
          {text && (
            <Text c="dimmed" size="sm" component="div">
              {text}
            </Text>
          )}
          {children}
        </Stack>
      </Card>
    </Center>
  );
}
