import { Alert, Button, Kbd, Stack, Text } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import type { CallCard } from '#core/api/calls.ts';
import type { Outcome } from '#core/calls/contact.ts';
import { OutcomePad } from '#renderer/features/calls/OutcomePad.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  readonly verdict: CallCard['verdict'];
  readonly now: number;
  readonly onSkip: () => void;
  readonly onPick: (outcome: Outcome) => void;
}

/** Stands in the pad's place when the gate says no: why, when again, and what a client who rings may still say. */
export function BlockedPanel({ verdict, now, onSkip, onPick }: Props) {
  const { t, moment } = useCallWords();
  return (
    <Stack gap={8} data-blocked={verdict.code}>
      <Alert color="red" icon={<IconPhoneOff size={18} />} title={t(`gate.${verdict.code}`)} p="sm">
        <Text size="sm">{t(`gateHelp.${verdict.code}`)}</Text>
        {verdict.until !== null && (
          <Text size="sm" fw={600} mt={4}>
            {t('gate.again', { when: moment(verdict.until, now) })}
          </Text>
        )}
      </Alert>
      <Button variant="light" onClick={onSkip} rightSection={<Kbd size="xs">N</Kbd>} tabIndex={-1}>
        {t('skip.title')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('gate.inbound')}
      </Text>
      <OutcomePad isInboundOnly onPick={onPick} />
    </Stack>
  );
}
