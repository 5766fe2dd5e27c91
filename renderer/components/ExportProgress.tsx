import { Progress, Text } from '@mantine/core';

interface Props {
  readonly label: string;
  readonly progress: { readonly rows: number; readonly total: number };
  /** How far it is, in words. */
  readonly words: string;
}

/** How far a file that is being written has come. */
export function ExportProgress({ label, progress, words }: Props) {
  return (
    <>
      <Progress value={(progress.rows / Math.max(1, progress.total)) * 100} aria-label={label} />
      <Text size="sm" c="dimmed">
        {words}
      </Text>
    </>
  );
}
