import { Button, Group, Kbd, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from '#renderer/features/risk/test/choices.module.css';
import { Choices } from '#renderer/features/risk/test/Choices.tsx';
import type { RiskTest, Sheet } from '#renderer/features/risk/test/use-risk-test.ts';
import { useSheetKeys } from '#renderer/features/risk/test/use-sheet-keys.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';

interface Props {
  readonly test: RiskTest;
  readonly sheet: Sheet;
  readonly stage: Extract<RiskTest['stage'], { at: 'questions' }>;
}

/** One question on screen: digits choose, Enter goes on; every question must be answered before the review. */
export function QuestionStep({ test, sheet, stage }: Props) {
  const { index, isRevisit = false } = stage;
  const { t, say } = useRiskWords();
  const { draft, change, go } = test;
  const question = sheet.questions[index];
  const shown = useRef({ index, at: 0 });
  useEffect(() => {
    shown.current = { index, at: performance.now() };
  }, [index]);
  const firstOpen = sheet.questions.findIndex(({ key }) => draft.answers[key] === undefined);
  const answer = (optionKey: string | undefined): void => {
    if (!question || !optionKey) return;
    const took = Math.max(0, Math.round(performance.now() - shown.current.at));
    change({
      answers: { ...draft.answers, [question.key]: optionKey },
      answerMs: { ...draft.answerMs, [question.key]: took },
    });
  };
  const next = (): void => {
    if (!question || draft.answers[question.key] === undefined) return;
    if (isRevisit && firstOpen < 0) go({ at: 'review' });
    else if (index + 1 < sheet.questions.length) go({ at: 'questions', index: index + 1 });
    else if (firstOpen < 0) go({ at: 'review' });
    else go({ at: 'questions', index: firstOpen });
  };
  const back = (): void => go(index > 0 ? { at: 'questions', index: index - 1 } : { at: 'intro' });
  useSheetKeys({ onDigit: (at) => answer(question?.options[at]?.key), onNext: next, onBack: back });
  if (!question) return null;
  const isAnswered = draft.answers[question.key] !== undefined;
  return (
    <Stack gap="md">
      <nav className={classes['dots']} aria-label={t('question.all')}>
        {sheet.questions.map(({ key }, at) => (
          <UnstyledButton
            key={key}
            className={classes['dot'] ?? ''}
            data-answered={draft.answers[key] !== undefined}
            aria-current={at === index ? 'step' : undefined}
            onClick={() => go({ at: 'questions', index: at })}
          >
            {at + 1}
          </UnstyledButton>
        ))}
      </nav>
      <Title order={2} fz={18} aria-live="polite">
        {index + 1}. {say(question.text)}
      </Title>
      <Choices
        key={question.key}
        label={say(question.text)}
        options={question.options.map(({ key, text }) => ({ value: key, text: say(text) }))}
        value={draft.answers[question.key] ?? null}
        onChoose={answer}
        hasDigits
      />
      <Group justify="space-between">
        <Button variant="default" onClick={back}>
          {t('question.back')}
        </Button>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">1</Kbd>–<Kbd size="xs">{question.options.length}</Kbd> {t('question.choose')}{' '}
          <Kbd size="xs">Enter</Kbd> {t('question.goOn')}
        </Text>
        <Button disabled={!isAnswered} onClick={next}>
          {t(isRevisit && firstOpen < 0 ? 'question.toReview' : 'question.next')}
        </Button>
      </Group>
    </Stack>
  );
}
