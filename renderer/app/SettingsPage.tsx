import {
  Anchor,
  Card,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LicencesModal } from '#renderer/app/LicencesModal.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { RemoveCopy } from '#renderer/app/RemoveCopy.tsx';
import { PhoneSettings } from '#renderer/features/phone/PhoneSettings.tsx';
import { ReminderSettings } from '#renderer/features/reminders/ReminderSettings.tsx';
import { api, client } from '#renderer/lib/api.ts';
import { changeLanguage, type Language } from '#renderer/lib/i18n.ts';

/** Settings of this window and facts about this workstation. */
export function SettingsPage() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { data: status } = useQuery(api.session.status.queryOptions());
  const [areLicencesOpen, licences] = useDisclosure();
  const chooseLanguage = async (language: Language): Promise<void> => {
    await changeLanguage(language);
    await client.session.setLanguage({ language });
  };
  const facts = [
    ['manager', status?.managerName],
    ['branch', status?.branchName],
    ['device', status?.deviceName],
    ['version', status?.version],
  ] as const;
  return (
    <Stack maw={760}>
      <PageHeader title={t('page.settings')} />
      <Card withBorder>
        <SimpleGrid cols={2}>
          <Stack gap={6}>
            <Title order={2}>{t('settings.language')}</Title>
            <SegmentedControl
              value={i18n.language}
              onChange={(value) => void chooseLanguage(value as Language)}
              data={[
                { value: 'zh-CN', label: '简体中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Stack>
          <Stack gap={6}>
            <Title order={2}>{t('settings.scheme')}</Title>
            <SegmentedControl
              value={colorScheme}
              onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
              data={(['auto', 'light', 'dark'] as const).map((value) => ({
                value,
                label: t(`settings.${value}`),
              }))}
            />
          </Stack>
        </SimpleGrid>
      </Card>
      <PhoneSettings />
      <ReminderSettings />
      <Card withBorder>
        <Title order={2} mb="xs">
          {t('settings.workstation')}
        </Title>
        {facts.map(([name, value]) => (
          <Text key={name} size="sm">
            <Text span c="dimmed" w={100} display="inline-block">
              {t(`settings.${name}`)}
            </Text>
            {value}
          </Text>
        ))}
        <Text size="sm">
          <Text span c="dimmed" w={100} display="inline-block">
            {t('settings.licences')}
          </Text>
          <Anchor component="button" size="sm" onClick={licences.open}>
            {t('settings.seeLicences')}
          </Anchor>
        </Text>
        {areLicencesOpen && <LicencesModal onClose={licences.close} />}
        <RemoveCopy />
      </Card>
    </Stack>
  );
}
