import {
  Button,
  Card,
  Group,
  PasswordInput,
  SegmentedControl,
  SimpleGrid,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PhoneSettingsView } from '#core/api/phone.ts';
import { dialWays } from '#core/calls/phone-call.ts';
import { hasSoftphone, phoneSettings } from '#core/calls/phone-settings.ts';
import { isLive } from '#core/calls/softphone.ts';
import { usePhone } from '#renderer/features/phone/phone-store.ts';
import { usePhoneWords } from '#renderer/features/phone/words.ts';
import { api, queryClient, tellFailure } from '#renderer/lib/api.ts';

/** How this workstation dials, and the account of the softphone. */
export function PhoneSettings() {
  const { data } = useQuery(api.phone.settings.queryOptions());
  return data ? <Form key={JSON.stringify(data)} kept={data} /> : null;
}

function Form({ kept }: { readonly kept: PhoneSettingsView }) {
  const { t, line } = usePhoneWords();
  const { phone } = usePhone();
  const { hasPassword, revision: _revision, ...settings } = kept;
  const form = useForm({
    initialValues: { ...settings, password: '' },
    validate: {
      server: (value, { way }) => check('server', value, way === 'SIP') && t('settings.badServer'),
      account: (value, { way }) => check('account', value, way === 'SIP') && t('settings.badAccount'),
      prefix: (value) => check('prefix', value, false) && t('settings.badPrefix'),
      password: (value, { way, server, account }) => {
        const isKept = hasPassword && server === settings.server && account === settings.account;
        return way === 'SIP' && value === '' && !isKept ? t('settings.noPassword') : null;
      },
    },
  });
  const save = useMutation(
    api.phone.saveSettings.mutationOptions({
      onSuccess: async ({ needsReload }) => {
        // The page's policy names the one server it may talk to: another one needs the page anew.
        if (needsReload) return location.reload();
        await queryClient.invalidateQueries({ queryKey: api.phone.key() });
        notifications.show({ message: t('settings.saved'), color: 'teal' });
      },
      onError: (error) => tellFailure(error, t('settings.failed')),
    }),
  );
  const { way } = form.values;
  return (
    <Card
      withBorder
      component="form"
      onSubmit={form.onSubmit(({ password, ...values }) =>
        save.mutate({ ...values, ...(password ? { password } : {}) }),
      )}
    >
      <Title order={2} mb={4}>
        {t('settings.title')}
      </Title>
      <SegmentedControl
        aria-label={t('settings.title')}
        data={dialWays.map((value) => ({ value, label: t(`way.${value}`) }))}
        {...form.getInputProps('way')}
      />
      <Text size="sm" c="dimmed" mt={6}>
        {t(`wayHelp.${way}`)}
      </Text>
      {way === 'SIP' && (
        <SimpleGrid cols={2} mt="xs" verticalSpacing={6}>
          <TextInput
            label={t('settings.server')}
            placeholder="wss://pbx.example.com:7443/ws"
            {...form.getInputProps('server')}
          />
          <TextInput
            label={t('settings.account')}
            placeholder="8001@pbx.example.com"
            {...form.getInputProps('account')}
          />
          <PasswordInput
            label={t('settings.password')}
            description={t('settings.passwordHelp')}
            placeholder={hasPassword ? t('settings.kept') : ''}
            autoComplete="off"
            {...form.getInputProps('password')}
          />
          <TextInput
            label={t('settings.display')}
            description={t('settings.displayHelp')}
            {...form.getInputProps('display')}
          />
          <TextInput
            label={t('settings.prefix')}
            description={t('settings.prefixHelp')}
            {...form.getInputProps('prefix')}
          />
        </SimpleGrid>
      )}
      <Group mt="sm" justify="space-between" wrap="nowrap">
        <Text size="sm" c="dimmed" data-line={phone.line.state}>
          {hasSoftphone(kept) ? line(phone.line) : ''}
        </Text>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={isLive(phone.call)}
          style={{ flexShrink: 0 }}
        >
          {t('settings.save')}
        </Button>
      </Group>
    </Card>
  );
}

/** True where a value is not what the settings take; what is needed may not be empty. */
function check(field: 'server' | 'account' | 'prefix', value: string, isNeeded: boolean): boolean {
  return (isNeeded && value === '') || !phoneSettings.shape[field].safeParse(value).success;
}
