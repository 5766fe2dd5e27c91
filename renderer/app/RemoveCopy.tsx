import { Alert, Anchor, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/lib/api.ts';

/** Removes this workstation's copy in two steps; refused, in words, while something here is not at the centre. */
export function RemoveCopy() {
  const { t } = useTranslation('session');
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        mt="md"
        variant="light"
        color="red"
        style={{ alignSelf: 'flex-start' }}
        onClick={open}
        data-testid="remove-copy"
      >
        {t('remove.open')}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t('remove.title')} size="lg">
        <RemoveForm onClose={close} />
      </Modal>
    </>
  );
}

function RemoveForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('session');
  const [isSure, setSure] = useState(false);
  const remove = useMutation(api.session.remove.mutationOptions());
  return (
    <Stack gap="sm">
      <Text size="sm">{t('remove.lead')}</Text>
      <Text size="sm">{t('remove.device')}</Text>
      <Checkbox
        checked={isSure}
        onChange={({ currentTarget }) => setSure(currentTarget.checked)}
        label={t('remove.sure')}
        data-autofocus
      />
      {remove.isError && <Refused error={remove.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('remove.cancel')}
        </Button>
        <Button
          color="red"
          disabled={!isSure}
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined)}
          data-testid="remove-confirm"
        >
          {t('remove.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

function Refused({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('session');
  const { code, data } = error as { code?: string; data?: { waiting: number; checkIns: number } };
  if (code !== 'UNSYNCED' || !data) {
    return (
      <Alert role="alert" color="red">
        {t([`common:error.${code}`, 'common:error.UNKNOWN'])}
      </Alert>
    );
  }
  return (
    <Alert role="alert" color="red" data-testid="remove-refused">
      <Text size="sm" fw={600}>
        {t('remove.UNSYNCED', { n: data.waiting, checkIns: data.checkIns })}
      </Text>
      <Text size="sm" my={4}>
        {t('remove.todo')}
      </Text>
      <Anchor size="sm" c="inherit" underline="always" renderRoot={(props) => <Link {...props} to="/sync" />}>
        {t('remove.toSync')}
      </Anchor>
    </Alert>
  );
}
