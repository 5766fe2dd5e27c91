import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { api } from '#renderer/lib/api.ts';

/** Asked again by the minute: at midnight they begin anew although nothing was logged. */
const minuteMs = 60_000;

/** Today's counters: dialled, reached, follow-ups agreed. */
export function DayCounters() {
  const { t } = useCallWords();
  const { data } = useQuery({ ...api.calls.counters.queryOptions(), refetchInterval: minuteMs });
  const { dialled = 0, reached = 0, byOutcome = {} } = data ?? {};
  const agreed = (byOutcome.CALLBACK ?? 0) + (byOutcome.INTERESTED ?? 0) + (byOutcome.SALON_YES ?? 0);
  const figures = [
    ['dialled', dialled],
    ['reached', reached],
    ['agreed', agreed],
  ] as const;
  return (
    <Group gap="md" wrap="nowrap">
      {figures.map(([name, count]) => (
        <div key={name} data-counter={name}>
          <Text size="xs" c="dimmed" lh={1.2} style={{ whiteSpace: 'nowrap' }}>
            {t(`counter.${name}`)}
          </Text>
          <Text fw={600} lh={1.2}>
            {count}
          </Text>
        </div>
      ))}
    </Group>
  );
}
