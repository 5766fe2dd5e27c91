import { Checkbox, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconUsers } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ClientSort } from '#core/clients/filter.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { ClientRow } from '#renderer/features/clients/ClientRow.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { useClientPages } from '#renderer/features/clients/use-client-pages.ts';
import type { ListState } from '#renderer/features/clients/use-list-state.ts';
import type { Selection } from '#renderer/features/clients/use-selection.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';

const rowHeight = 36;
const headHeight = 36;
const columns: readonly { key: string; sort?: ClientSort['by']; isNumber?: boolean }[] = [
  { key: 'name', sort: 'name' },
  { key: 'phone' },
  { key: 'tier' },
  { key: 'city' },
  { key: 'stage' },
  { key: 'aum', sort: 'aum', isNumber: true },
  { key: 'level' },
  { key: 'urgency', sort: 'churn', isNumber: true },
  { key: 'lastContact', sort: 'lastContact' },
  { key: 'completeness', sort: 'completeness' },
  { key: 'tags' },
];

interface Props {
  readonly list: ListState;
  readonly selection: Selection;
  readonly onTotal: (total: number) => void;
}

/** The list itself: draws only the rows on screen, fetches only their pages. Arrows move, Enter opens, Space selects. */
export function ClientTable({ list, selection, onTotal }: Props) {
  const { t } = useClientWords();
  const navigate = useNavigate();
  const scroll = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState({ first: 0, last: 40 });
  const [active, setActive] = useState(0);
  const pages = useClientPages(list, visible);
  const total = pages.total ?? 0;
  // oxlint-disable-next-line react/incompatible-library -- not memoised, and nothing memoised takes its functions
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    onChange: ({ range }) => {
      if (range) setVisible({ first: Math.max(0, range.startIndex - 12), last: range.endIndex + 12 });
    },
  });
  useEffect(() => {
    if (pages.total !== undefined) onTotal(pages.total);
  }, [pages.total, onTotal]);
  useEffect(() => {
    setActive(0);
    scroll.current?.scrollTo({ top: 0 });
  }, [list.filter, list.sort]);
  const open = useCallback(
    (id: string) => void navigate({ to: '/clients/$clientId', params: { clientId: id } }),
    [navigate],
  );
  const move = (to: number): void => {
    const next = Math.min(Math.max(0, to), total - 1);
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKey = (event: KeyboardEvent): void => {
    const client = pages.rowAt(active);
    const page = Math.floor((scroll.current?.clientHeight ?? 400) / rowHeight) - 2;
    const act = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      PageDown: () => move(active + page),
      PageUp: () => move(active - page),
      Home: () => move(0),
      End: () => move(total - 1),
      Enter: () => client && open(client.id),
      Space: () => client && selection.toggle(client.id),
    }[event.code];
    if (!act || event.target !== event.currentTarget) return;
    event.preventDefault();
    act();
  };
  if (pages.error) return <ErrorState error={pages.error} reset={pages.refetch} />;
  if (pages.total === 0)
    return <EmptyState icon={<IconUsers />} title={t('empty.title')} text={t('empty.text')} />;
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      role="table"
      aria-label={t('title')}
      aria-rowcount={total + 1}
      tabIndex={0}
      onKeyDown={onKey}
    >
      <div role="row" className={`${classes.row} ${classes.head}`}>
        <span role="columnheader">
          <Checkbox
            size="xs"
            aria-label={t('list.selectAll')}
            checked={selection.ids.size > 0 && selection.ids.size >= total}
            indeterminate={selection.ids.size > 0 && selection.ids.size < total}
            onChange={() => void selection.toggleAll(list)}
          />
        </span>
        {columns.map(({ key, sort, isNumber }) => (
          <span
            key={key}
            role="columnheader"
            className={`${classes.cell} ${isNumber ? classes.number : ''}`}
            aria-sort={
              sort && list.sort.by === sort ? (list.sort.descending ? 'descending' : 'ascending') : undefined
            }
          >
            {sort ? (
              <UnstyledButton className={classes.sort} onClick={() => list.setSort(sort)}>
                {t(`column.${key}`)}
                {list.sort.by === sort &&
                  (list.sort.descending ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
              </UnstyledButton>
            ) : (
              <Text span inherit>
                {t(`column.${key}`)}
              </Text>
            )}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const client = pages.rowAt(index);
          return (
            <ClientRow
              key={index}
              client={client}
              index={index}
              top={start - headHeight}
              isActive={index === active}
              isSelected={client !== undefined && selection.ids.has(client.id)}
              onOpen={open}
              onToggle={selection.toggle}
            />
          );
        })}
      </div>
    </div>
  );
}
