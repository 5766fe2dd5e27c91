import { Button, Group, Kbd, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { CallCard } from '#core/api/calls.ts';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';

type Question = NonNullable<CallCard['question']>;

interface Props {
  readonly question: Question;
  /** The last answer was none; said beside the field. */
  readonly isRefused: boolean;
  readonly onAnswer: (value: string | null) => void;
  readonly onTest: () => void;
  readonly onCancel: () => void;
}

/** The next best question: what to ask, the answers on digit keys, free text, and 0 for who would rather not say. */
export function QuestionPanel({ question, isRefused, onAnswer, onTest, onCancel }: Props) {
  const { t, i18n } = useCallWords();
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const { ask, options, input } = question;
  const isTyped = input === 'TEXT' || input === 'DAY' || input === 'CHOICE_OR_TEXT';
  return (
    <Stack gap={5} role="group" aria-label={t('question.title')} data-question={question.code}>
      <PromptHead title={t('question.title')} onCancel={onCancel} />
      <Text size="sm">{ask[language]}</Text>
      {options.map((option, index) => (
        <Choice
          key={option.value}
          cap={`${index + 1}`}
          label={option[language]}
          onPick={() => onAnswer(option.value)}
        />
      ))}
      {input === 'TEST' && <Choice cap="1" label={t('question.test')} onPick={onTest} />}
      {isTyped && <Typed question={question} isRefused={isRefused} onAnswer={onAnswer} onCancel={onCancel} />}
      <Choice cap="0" label={t('question.rather')} onPick={() => onAnswer(null)} />
    </Stack>
  );
}

function Choice({ cap, label, onPick }: { cap: string; label: string; onPick: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      justify="flex-start"
      tabIndex={-1}
      leftSection={<Kbd size="xs">{cap}</Kbd>}
      onClick={onPick}
    >
      {label}
    </Button>
  );
}

/** A field for an answer in words; where there are choices too, W moves the cursor here. */
function Typed({ question, isRefused, onAnswer, onCancel }: Omit<Props, 'onTest'>) {
  const { t } = useCallWords();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isDay = question.input === 'DAY';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onAnswer(isDay ? dayOf(text) : text.trim());
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          ref={field}
          size="xs"
          value={text}
          maxLength={60}
          data-answer
          autoFocus={question.options.length === 0}
          leftSection={question.options.length > 0 ? <Kbd size="xs">W</Kbd> : null}
          placeholder={t(isDay ? 'question.day' : 'question.words')}
          aria-label={t('question.title')}
          error={isRefused ? t('question.refused') : null}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) onCancel();
          }}
          style={{ flex: 1 }}
        />
        <Button size="xs" type="submit">
          {t('question.take')}
        </Button>
      </Group>
    </form>
  );
}

/** 19800229, 1980.2.29 and 1980年2月29日 are one day; what is none is handed on and refused with words. */
function dayOf(text: string): string {
  const digits =
    /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text.trim()) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  if (!digits) return text.trim();
  const [, year = '', month = '', day = ''] = digits;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
