import { Card, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ReminderSettings as Settings } from '#core/reminders/reminder.ts';
import { api, queryClient, tellFailure } from '#renderer/lib/api.ts';

/** How this device reminds of callbacks; every change is kept at once. */
export function ReminderSettings() {
  const { t } = useTranslation('reminders');
  const { data: settings } = useQuery(api.reminders.settings.queryOptions());
  const save = useMutation(
    api.reminders.saveSettings.mutationOptions({
      onMutate: (changed) => queryClient.setQueryData(api.reminders.settings.queryKey(), changed),
      onError: (error) => tellFailure(error, t('settings.failed')),
    }),
  );
  if (!settings) return null;
  const change = (changed: Partial<Settings>): void => save.mutate({ ...settings, ...changed });
  const flag = (name: 'isOn' | 'hasSound' | 'showsName') => (
    <Switch
      label={t(`settings.${name}`)}
      description={t(`settings.${name}Help`)}
      checked={settings[name]}
      disabled={name !== 'isOn' && !settings.isOn}
      onChange={(event) => change({ [name]: event.currentTarget.checked })}
    />
  );
  const time = (name: 'quietFrom' | 'quietUntil') => (
    <TextInput
      type="time"
      size="xs"
      w={110}
      aria-label={t(`settings.${name}`)}
      disabled={!settings.isOn}
      value={clock(settings[name])}
      onChange={(event) => {
        const minute = minuteOf(event.currentTarget.value);
        if (minute !== null) change({ [name]: minute });
      }}
    />
  );
  return (
    <Card withBorder>
      <Title order={2} mb={6}>
        {t('settings.title')}
      </Title>
      <Stack gap="xs">
        {flag('isOn')}
        {flag('hasSound')}
        {flag('showsName')}
        <Group gap="xs">
          <Text size="sm">{t('settings.quiet')}</Text>
          {time('quietFrom')}
          <Text size="sm">{t('settings.to')}</Text>
          {time('quietUntil')}
        </Group>
        <Text size="xs" c="dimmed">
          {t('settings.quietHelp')}
        </Text>
      </Stack>
    </Card>
  );
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function minuteOf(text: string): number | null {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}
