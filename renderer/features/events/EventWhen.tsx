import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { businessDayOf, weekdayOf } from '#core/base/time.ts';
import { formatDate, formatTime } from '#renderer/lib/format.ts';

interface Props {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** When an event is, in Shanghai: the day with its weekday, and from when to when. */
export function EventWhen({ startsAt, endsAt }: Props) {
  const { t } = useTranslation('events');
  return (
    <>
      <Text size="sm">
        {formatDate(startsAt)} {t(`weekday.${weekdayOf(businessDayOf(startsAt))}`)}
      </Text>
      <Text size="xs" c="dimmed">
        {formatTime(startsAt)}–{formatTime(endsAt)}
      </Text>
    </>
  );
}
