import { ScrollArea, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';

interface Props<Row> {
  readonly data: readonly Row[] | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly empty: ReactNode;
  /** Lines that stay above the list. */
  readonly head?: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** The states every list of the sync screen has: being read, not readable, empty, and rows that scroll in place. */
export function ListFrame<Row>({ data, error, retry, empty, head, children }: Props<Row>) {
  if (error) return <ErrorState error={error} reset={retry} />;
  if (!data) return <Skeleton height={160} />;
  if (data.length === 0) return empty;
  return (
    <Stack gap="xs">
      {head}
      <ScrollArea.Autosize mah={`calc(100dvh - ${head ? 410 : 366}px)`} viewportProps={{ tabIndex: 0 }}>
        {children(data)}
      </ScrollArea.Autosize>
    </Stack>
  );
}
