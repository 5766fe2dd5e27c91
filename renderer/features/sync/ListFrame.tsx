import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import frame from '#renderer/components/FixedPage.module.css';
import classes from '#renderer/features/sync/sync.module.css';

interface Props<Row> {
  /** What the list is called, for those who do not see it. */
  readonly label: string;
  readonly data: readonly Row[] | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly empty: ReactNode;
  /** Lines that stay above the list. */
  readonly head?: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** The states every list of the sync screen has: being read, not readable, empty, and rows that scroll in place. */
export function ListFrame<Row>({ label, data, error, retry, empty, head, children }: Props<Row>) {
  if (error) return <ErrorState error={error} reset={retry} />;
  if (!data) return <Skeleton height={160} />;
  if (data.length === 0) return empty;
  return (
    <div className={classes['list']}>
      {head}
      <div className={frame['rows']} role="region" aria-label={label} tabIndex={0}>
        {children(data)}
      </div>
    </div>
  );
}
