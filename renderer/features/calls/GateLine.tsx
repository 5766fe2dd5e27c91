import { Group, Text } from '@mantine/core';
import { IconHeadset, IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react';
import type { CallCard } from '#core/api/calls.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { verdictColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly verdict: CallCard['verdict'];
  readonly now: number;
  /** The call in hand was dialled as a service. */
  readonly isAsService: boolean;
}

/** One line: may this client be called now, by which rule, and if not, when; or as what the call in hand was dialled. */
export function GateLine({ verdict, now, isAsService }: Props) {
  const words = useCallWords();
  if (isAsService) return <AsService />;
  const { allowed, ruleId, policyVersion } = verdict;
  const Icon = allowed ? IconPhoneCheck : IconPhoneOff;
  return (
    <Group gap={6} wrap="nowrap" data-gate={verdict.code}>
      <Text c={allowed ? verdictColour.ok : verdictColour.blocked} component="span" lh={0}>
        <Icon size={16} aria-hidden />
      </Text>
      <Text size="sm" lineClamp={1}>
        {words.verdict(verdict, now)}
      </Text>
      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {words.t('gate.rule', { rule: ruleId, version: policyVersion })}
      </Text>
    </Group>
  );
}

function AsService() {
  const { t } = useCallWords();
  return (
    <Group gap={6} wrap="nowrap" data-gate="AS_SERVICE">
      <Text c="indigo" component="span" lh={0}>
        <IconHeadset size={16} aria-hidden />
      </Text>
      <Text size="sm" lineClamp={1}>
        {t('gate.asService')}
      </Text>
    </Group>
  );
}
