import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DraftVerdict } from '#core/api/messages.ts';
import { messageTexts } from '#core/messages/texts.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import type { Message } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { verdictColour } from '#renderer/lib/semantic.ts';

/** What speaks against these words, each with its article, and what was found in order. */
export function DraftFindings({ message }: { readonly message: Message }) {
  const { verdict, drafts, channel } = message;
  if (!verdict || !drafts) return null;
  return (
    <Stack gap={4} aria-live="polite" data-testid="draft-findings" data-can-send={verdict.canSend}>
      <Gate verdict={verdict.contact} now={drafts.now} />
      <Problems verdict={verdict} />
      <Words verdict={verdict} />
      <Products verdict={verdict} />
      {channel === 'WECHAT' && !verdict.isReachable && <Unreachable />}
    </Stack>
  );
}

function Gate({ verdict, now }: { readonly verdict: DraftVerdict['contact']; readonly now: number }) {
  const { t } = useMessageWords();
  const calls = useCallWords();
  const { allowed, ruleId, policyVersion, code } = verdict;
  // That nobody answers for the words is said below, with what is wrong about them.
  if (code === 'SCRIPT_UNREVIEWED') return null;
  const text = allowed
    ? t('gateOk', { rule: ruleId, version: policyVersion })
    : `${calls.verdict(verdict, now)} · ${calls.t('gate.rule', { rule: ruleId, version: policyVersion })}`;
  return (
    <Line tone={allowed ? 'ok' : 'blocked'} id={code}>
      {text}
    </Line>
  );
}

function Problems({ verdict }: { readonly verdict: DraftVerdict }) {
  const { t } = useMessageWords();
  const most = messageTexts.sms.maxSegments;
  return verdict.problems
    .filter((problem) => problem !== 'FORBIDDEN_WORD')
    .map((problem) => {
      const article = problem === 'UNREVIEWED' || problem === 'EDITED' ? t(`article.${problem}`) : null;
      return (
        <Line key={problem} tone="blocked" id={problem} article={article}>
          {t(`problem.${problem}`, { max: most })}
        </Line>
      );
    });
}

function Words({ verdict }: { readonly verdict: DraftVerdict }) {
  const { t, say } = useMessageWords();
  if (verdict.words.length === 0) return <Line tone="ok">{t('clean')}</Line>;
  return verdict.words.map(({ word, from, severity, articles, advice }) => (
    <Line
      key={from}
      tone={severity === 'FORBIDDEN' ? 'blocked' : 'steps'}
      id={severity}
      article={articles.map(say).join('；')}
    >
      {t(severity === 'FORBIDDEN' ? 'forbidden' : 'caution')}「{word}」{say(advice)}
    </Line>
  ));
}

function Products({ verdict }: { readonly verdict: DraftVerdict }) {
  const { t } = useMessageWords();
  const risk = useRiskWords();
  if (verdict.products.length === 0) return null;
  return verdict.products.map(({ productName, rule, openSteps }) => {
    const name = productName ?? t('product.unknown');
    if (openSteps.length > 0) {
      return (
        <Line key={name} tone="steps" id="PRODUCT" article={openSteps.map(risk.cite).join('；')}>
          {t('product.steps', { name })} {openSteps.map(({ code }) => risk.t(`step.${code}`)).join('、')}
        </Line>
      );
    }
    return (
      <Line key={name} tone="blocked" id="PRODUCT" article={risk.cite(rule)}>
        {t('product.BLOCK', { name })} {risk.reason(rule)}
      </Line>
    );
  });
}

function Unreachable() {
  const { t } = useMessageWords();
  return (
    <Line tone="blocked" id="UNREACHABLE">
      {t('friend.blocked')}
    </Line>
  );
}

const icons = { ok: IconCheck, steps: IconAlertTriangle, blocked: IconBan };

interface LineProps {
  readonly tone: keyof typeof icons;
  readonly id?: string;
  readonly article?: string | null;
  readonly children: ReactNode;
}

function Line({ tone, id, article = null, children }: LineProps) {
  const Icon = icons[tone];
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" data-finding={id}>
      <Text c={verdictColour[tone]} component="span" lh={0} mt={3}>
        <Icon size={15} aria-hidden />
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
        {article && (
          <Text span size="xs" c="dimmed" ml={6}>
            {article}
          </Text>
        )}
      </Text>
    </Group>
  );
}
