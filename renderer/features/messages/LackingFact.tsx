import { Alert, Button, Group, Text, TextInput } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { OfferedText } from '#core/api/messages.ts';
import { messageTexts } from '#core/messages/texts.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly clientId: string;
  readonly text: OfferedText;
  readonly birthDay: string | null;
}

/** Facts that arrive together are told once. */
const toldWith: Readonly<Record<string, string>> = {
  eventAt: 'event',
  salonDay: 'salon',
  invitedFor: 'invitedTo',
  missedDay: 'missed',
};

/** Says which fact a text lacks, where such a fact comes from, and lets one add what a manager can know. */
export function LackingFact({ clientId, text, birthDay }: Props) {
  const { t } = useMessageWords();
  const lacking = [...new Set(text.missing.map((code) => toldWith[code] ?? code))];
  return (
    <Alert color="yellow" icon={<IconUserQuestion size={18} />} title={t('lack.title')} data-testid="lacking">
      <Text size="sm">{t('lack.text')}</Text>
      {lacking.map((code) => (
        <Text key={code} size="sm" mt={6}>
          <b>{t(`factName.${code}`)}</b> ·{' '}
          {t(code === 'birthday' && birthDay !== null ? 'lack.birthdayFar' : `lack.${code}`, {
            days: messageTexts.timelyDays.birthday,
          })}
        </Text>
      ))}
      {lacking.includes('birthday') && birthDay === null && <BirthDay clientId={clientId} />}
    </Alert>
  );
}

function BirthDay({ clientId }: { readonly clientId: string }) {
  const { t } = useMessageWords();
  const [day, setDay] = useState('');
  const save = useMutation(api.clients.correct.mutationOptions());
  const error = (save.error as { code?: string } | null)?.code;
  return (
    <Group gap={8} mt={8} align="flex-start">
      <TextInput
        size="xs"
        type="date"
        aria-label={t('birthDay.label')}
        value={day}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
        error={error && t(`failed.${error}`, { defaultValue: t('failed.UNKNOWN') })}
      />
      <Button
        size="xs"
        disabled={day === ''}
        loading={save.isPending}
        onClick={() => save.mutate({ id: clientId, patch: { birthDay: day } })}
      >
        {t('birthDay.save')}
      </Button>
    </Group>
  );
}
