import { Skeleton } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { TimelineFilter } from '#core/clients/timeline.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { timelineOptions } from '#renderer/features/clients/timeline-query.ts';
import { TimelineItem } from '#renderer/features/clients/TimelineItem.tsx';
import { useClientWords } from '#renderer/features/clients/words.ts';

const usualHeight = 44;

interface Props {
  readonly clientId: string;
  /** Narrows what is shown; everything without it. */
  readonly filter?: TimelineFilter;
}

/** Everything that happened with a client, newest first: draws what is on screen, fetches older pages on the way down. */
export function Timeline({ clientId, filter }: Props) {
  const { t } = useClientWords();
  const scroll = useRef<HTMLDivElement>(null);
  const query = useInfiniteQuery(timelineOptions(clientId, filter));
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  // oxlint-disable-next-line react/incompatible-library -- not memoised, and nothing memoised takes its functions
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= entries.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, entries.length]);
  if (query.error) return <ErrorState error={query.error} reset={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton height={240} />;
  if (entries.length === 0)
    return (
      <EmptyState
        icon={<IconTimeline />}
        title={t(filter ? 'history.none' : 'timeline.none')}
        text={t(filter ? 'history.noneText' : 'timeline.noneText')}
      />
    );
  return (
    <div
      ref={scroll}
      className={classes.timeline}
      data-testid="timeline"
      tabIndex={0}
      role="region"
      aria-label={t('timeline.title')}
    >
      <ol
        style={{
          position: 'relative',
          height: virtual.getTotalSize(),
          margin: 0,
          padding: 0,
          listStyle: 'none',
        }}
      >
        {items.map(({ index, key, start }) => {
          const entry = entries[index];
          return (
            entry && (
              <li
                key={key}
                data-index={index}
                ref={virtual.measureElement}
                className={classes.entry}
                style={{ transform: `translateY(${start}px)` }}
              >
                <TimelineItem entry={entry} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}
