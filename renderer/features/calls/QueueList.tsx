import { memo } from 'react';
import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '#core/api/calls.ts';
import classes from '#renderer/features/calls/desk.module.css';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly items: readonly QueueItem[];
  readonly currentId: string | null;
  readonly now: number;
  readonly onOpen: (clientId: string) => void;
}

/** The next eight, each with its reason in words; who may not be called now stands last, with the reason. */
export const QueueList = memo(function QueueList({ items, currentId, now, onOpen }: Props) {
  const { t } = useCallWords();
  const waiting = items.filter(({ verdict }) => !verdict.allowed).length;
  return (
    <nav
      className={`${classes['column']} ${classes['panel']}`}
      style={{ flex: 1 }}
      aria-label={t('queue.title')}
    >
      <Group justify="space-between" px={12} pt={10}>
        <Text fw={600} size="sm">
          {t('queue.title')}
        </Text>
        <Text size="xs" c="dimmed">
          {waiting > 0 ? t('queue.waiting', { count: waiting }) : t('queue.next', { count: items.length })}
        </Text>
      </Group>
      <div className={classes['scroll']} style={{ padding: '0 4px 6px' }}>
        {items.map((item) => (
          <Entry
            key={item.clientId}
            item={item}
            now={now}
            isCurrent={item.clientId === currentId}
            onOpen={() => onOpen(item.clientId)}
          />
        ))}
      </div>
    </nav>
  );
});

function Entry({
  item,
  now,
  isCurrent,
  onOpen,
}: {
  item: QueueItem;
  now: number;
  isCurrent: boolean;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const words = useCallWords();
  const { allowed } = item.verdict;
  return (
    <UnstyledButton className={classes['item']} aria-current={isCurrent} tabIndex={-1} onClick={onOpen}>
      <Group justify="space-between" wrap="nowrap" gap={6}>
        <Group gap={4} wrap="nowrap" style={{ minWidth: 0 }}>
          {!allowed && <IconLock size={14} aria-hidden />}
          <Text size="sm" fw={600} truncate c={allowed ? undefined : 'dimmed'}>
            {item.name}
          </Text>
        </Group>
        {item.tier !== 'MASS' && (
          <Badge size="xs" color={tierColour[item.tier]}>
            {t(`tier.${item.tier}`)}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2} title={words.reason(item, now)}>
        {words.reason(item, now)}
      </Text>
      {!allowed && (
        <Text size="xs" c="red" lineClamp={2} title={words.verdict(item.verdict, now)}>
          {words.verdict(item.verdict, now)}
        </Text>
      )}
    </UnstyledButton>
  );
}
