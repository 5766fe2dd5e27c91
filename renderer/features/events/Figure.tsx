import { Stack, Text } from '@mantine/core';

interface Props {
  readonly label: string;
  readonly value: string;
  /** Figures that are read across a page stand out; facts of a plan do not. */
  readonly weight?: 'plain' | 'strong';
}

/** A value under what it means; a dash where there is none. */
export function Figure({ label, value, weight = 'plain' }: Props) {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={weight === 'strong' ? 600 : undefined}>{value || '—'}</Text>
    </Stack>
  );
}
