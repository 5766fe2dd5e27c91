import { Group, Text } from '@mantine/core';
import { IconPhoneCheck, IconPhoneOff } from '@tabler/icons-react';
import type { CallCard } from '#core/api/calls.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { verdictColour } from '#renderer/lib/semantic.ts';

/** One line: may this client be called now, by which rule; and if not, when. */
export function GateLine({ verdict, now }: { readonly verdict: CallCard['verdict']; readonly now: number }) {
  const words = useCallWords();
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
