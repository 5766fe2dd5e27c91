import { Center, Stack, Text, ThemeIcon } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string;
  /** What the user can do about it, usually one button. */
  readonly action?: ReactNode;
}

/** Shown where there is nothing to list: says why, and offers the next step. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <Center py="xl">
      <Stack align="center" gap="xs" maw={420}>
        <ThemeIcon size={48} variant="light" radius="xl">
          {icon}
        </ThemeIcon>
        <Text fw={600}>{title}</Text>
        {text && (
          <Text c="dimmed" ta="center">
            {text}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
