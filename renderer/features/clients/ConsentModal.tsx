import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { channelField, purposeField } from '#core/sync/fields.ts';
import { useClientErrors } from '#renderer/features/clients/use-client-errors.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { api, type client } from '#renderer/lib/api.ts';

type Entry = Parameters<typeof client.clients.recordConsent>[0];

interface Props {
  readonly clientId: string;
  /** Do-not-contact: every channel and purpose, withdrawn; only the evidence is asked. */
  readonly isBlock: boolean;
  readonly onClose: () => void;
}

/** Enters what a client agreed to or took back. A consent names its purpose (PIPL 14); a withdrawal may be general. */
export function ConsentModal({ clientId, isBlock, onClose }: Props) {
  const { t } = useClientWords();
  const [given, setGiven] = useState(!isBlock);
  const [channel, setChannel] = useState<Entry['channel']>(isBlock ? null : 'PHONE');
  const [purpose, setPurpose] = useState<Entry['purpose']>(isBlock ? null : 'MARKETING');
  const [evidence, setEvidence] = useState('');
  const record = useMutation(api.clients.recordConsent.mutationOptions({ onSuccess: onClose }));
  const { other } = useClientErrors(record.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    record.mutate({ id: clientId, channel, purpose, given, evidence: evidence.trim() });
  };
  return (
    <Modal
      opened
      closeButtonProps={{ 'aria-label': t('close') }}
      onClose={onClose}
      title={t(isBlock ? 'consent.block' : 'consent.add')}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          {isBlock ? (
            <Alert color="red">{t('consent.blockText')}</Alert>
          ) : (
            <>
              <SegmentedControl
                fullWidth
                aria-label={t('consent.column.what')}
                value={given ? 'given' : 'withdrawn'}
                onChange={(choice) => setGiven(choice === 'given')}
                data={['given', 'withdrawn'].map((value) => ({ value, label: t(`consent.${value}`) }))}
              />
              <Select
                label={t('consent.column.channel')}
                clearable
                placeholder={t('consent.allChannels')}
                data={channelField.options.map((value) => ({ value, label: t(`channel.${value}`) }))}
                value={channel}
                onChange={(value) => setChannel(value as Entry['channel'])}
              />
              <Select
                label={t('consent.column.purpose')}
                clearable={!given}
                allowDeselect={!given}
                placeholder={t('consent.allPurposes')}
                data={purposeField.options.map((value) => ({ value, label: t(`purpose.${value}`) }))}
                value={purpose}
                onChange={(value) => setPurpose(value as Entry['purpose'])}
              />
            </>
          )}
          <Textarea
            label={t('consent.column.evidence')}
            description={t('consent.evidenceHint')}
            required
            autosize
            minRows={2}
            maxLength={4000}
            data-autofocus
            value={evidence}
            onChange={({ currentTarget }) => setEvidence(currentTarget.value)}
          />
          {other && (
            <Alert color="red" role="alert">
              {other}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              color={isBlock ? 'red' : undefined}
              loading={record.isPending}
              disabled={evidence.trim() === '' || (given && purpose === null)}
            >
              {t(isBlock ? 'consent.blockConfirm' : 'consent.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
