import { Stack, Text, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import classes from '#renderer/features/risk/test/choices.module.css';

interface Props<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly value: Value | null;
  readonly onChoose: (value: Value) => void;
  /** Shows the digit that chooses each option. */
  readonly hasDigits?: boolean;
}

/** One choice of several, all drawn alike: nothing is chosen beforehand and nothing hints at an answer. */
export function Choices<Value extends string>({ label, options, value, onChoose, hasDigits }: Props<Value>) {
  return (
    <Stack gap={6} role="radiogroup" aria-label={label} onKeyDown={moveFocus}>
      {options.map((option, index) => (
        <UnstyledButton
          key={option.value}
          role="radio"
          aria-checked={option.value === value}
          className={classes['choice'] ?? ''}
          onClick={() => onChoose(option.value)}
        >
          {hasDigits && <span className={classes['key']}>{index + 1}</span>}
          <Text size="md">{option.text}</Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}

/** ↑ and ↓ move between options without choosing one: moving past an option is no answer. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
  const at = options.findIndex((option) => option === document.activeElement);
  options[(at + step + options.length) % options.length]?.focus();
  event.preventDefault();
}
