import { Badge, Group, Paper, Text, ThemeIcon, UnstyledButton, type MantineColor } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCake,
  IconCalendarEvent,
  IconCash,
  IconChecklist,
  IconClipboardText,
  IconHourglass,
  IconPhoneIncoming,
  IconShieldExclamation,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TodayGroup, TodayItem } from '#core/api/today.ts';
import type { Reason } from '#core/calls/contact.ts';
import type { MessageChannel } from '#core/messages/message.ts';
import classes from '#renderer/features/today/today.module.css';
import { openMessages } from '#renderer/features/messages/open-messages.ts';
import { whereDone } from '#renderer/features/today/where-done.ts';
import { useTodayWords } from '#renderer/features/today/words.ts';
import { tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly group: {
    readonly group: TodayGroup;
    readonly count: number;
    readonly items: readonly TodayItem[];
  };
}

const looks: Readonly<Record<TodayGroup, readonly [Icon, MantineColor]>> = {
  CALLBACKS: [IconPhoneIncoming, 'brand'],
  COMPLAINTS: [IconAlertTriangle, 'red'],
  OVER_CONTACTS: [IconShieldExclamation, 'red'],
  MATURITIES: [IconCash, 'indigo'],
  GOLDEN_WINDOWS: [IconHourglass, 'yellow'],
  TESTS: [IconClipboardText, 'cyan'],
  GAPS: [IconUserQuestion, 'orange'],
  EVENTS: [IconCalendarEvent, 'grape'],
  BIRTHDAYS: [IconCake, 'pink'],
  TO_DO: [IconChecklist, 'gray'],
};

/** Why one would write to a client of a group. */
const reasonOf: Readonly<Partial<Record<TodayGroup, Reason>>> = {
  CALLBACKS: 'CALLBACK_DUE',
  COMPLAINTS: 'COMPLAINT',
  MATURITIES: 'MATURITY',
  GOLDEN_WINDOWS: 'GOLDEN_WINDOW',
  TESTS: 'TEST_EXPIRING',
  BIRTHDAYS: 'BIRTHDAY',
};

/** One kind of work of today: how many, and the first five with the reason in words. */
export function TodayGroupCard({ group: { group, count, items } }: Props) {
  const { t } = useTranslation('today');
  const [GroupIcon, colour] = looks[group];
  return (
    <Paper withBorder radius="md" p="sm" data-group={group}>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Group gap={8} wrap="nowrap">
          <ThemeIcon variant="light" color={colour} size={26}>
            <GroupIcon size={16} />
          </ThemeIcon>
          <Text fw={600}>{t(`group.${group}`)}</Text>
        </Group>
        <Badge color={colour} size="lg">
          {count}
        </Badge>
      </Group>
      {items.map((item) => (
        <Line key={`${item.clientId ?? item.eventId}${item.detail.at}`} item={item} group={group} />
      ))}
      {count > items.length && (
        <Text size="xs" c="dimmed" px={8} pt={4}>
          {t('more', { count: count - items.length })}
        </Text>
      )}
    </Paper>
  );
}

function Line({ item, group }: { item: TodayItem; group: TodayGroup }) {
  const { t } = useTranslation();
  const words = useTodayWords();
  const navigate = useNavigate();
  const open = (): void => {
    const place = whereDone(group, item);
    if (place) void navigate({ to: place.to, search: place.search });
  };
  const onKey = ({ code }: KeyboardEvent): void => {
    const channel = { KeyI: 'SMS', KeyO: 'WECHAT' }[code] as MessageChannel | undefined;
    if (!channel || item.clientId === null) return;
    openMessages({ clientId: item.clientId, channel, reason: reasonOf[group] ?? 'MANUAL', taskId: null });
  };
  return (
    <UnstyledButton className={classes['line']} onClick={open} onKeyDown={onKey} aria-keyshortcuts="I O">
      <Text size="sm" fw={500} truncate style={{ flex: '0 1 auto' }}>
        {item.name}
      </Text>
      {item.tier !== null && item.tier !== 'MASS' && (
        <Badge size="xs" color={tierColour[item.tier]} style={{ flexShrink: 0 }}>
          {t(`tier.${item.tier}`)}
        </Badge>
      )}
      <Text size="xs" c="dimmed" truncate style={{ flex: 1, textAlign: 'right' }} title={words(group, item)}>
        {words(group, item)}
      </Text>
    </UnstyledButton>
  );
}
