import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconEye, IconPhoneOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api } from '#renderer/lib/api.ts';

/** The masked phone; one press shows it in full, and that look is logged. */
export function PhoneReveal({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  const reveal = useMutation(api.clients.revealPhone.mutationOptions());
  if (profile.phoneMasked === null)
    return (
      <Text size="sm" c="dimmed">
        {t('phone.none')}
      </Text>
    );
  const shown = reveal.data?.phone;
  return (
    <Group gap={4} wrap="nowrap">
      <Text size="md" ff="monospace">
        {shown ?? profile.phoneMasked}
      </Text>
      {!profile.client.phoneUsable && (
        <Tooltip label={t('phone.unusable')}>
          <IconPhoneOff size={14} color="var(--mantine-color-red-filled)" aria-label={t('phone.unusable')} />
        </Tooltip>
      )}
      {!shown && (
        <Tooltip label={t('phone.reveal')}>
          <ActionIcon
            color="gray"
            aria-label={t('phone.reveal')}
            loading={reveal.isPending}
            onClick={() => reveal.mutate({ id: profile.id, reason: 'CHECK' })}
          >
            <IconEye size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
