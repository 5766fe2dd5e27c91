import { Skeleton, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { CalendarNotice } from '#renderer/features/today/CalendarNotice.tsx';
import { StartCalling } from '#renderer/features/today/StartCalling.tsx';
import { TodayEmpty } from '#renderer/features/today/TodayEmpty.tsx';
import { TodayGroupCard } from '#renderer/features/today/TodayGroupCard.tsx';
import { YesterdayFigures } from '#renderer/features/today/YesterdayFigures.tsx';
import { api } from '#renderer/lib/api.ts';
import { formatDate, formatTime } from '#renderer/lib/format.ts';

const refreshMs = 60_000;

/** The start of the day: what needs me, in order, with the reason in words; how yesterday went; start calling. */
export function TodayPage() {
  const { t, i18n } = useTranslation('today');
  const { data, error, refetch } = useQuery({
    ...api.today.overview.queryOptions(),
    refetchInterval: refreshMs,
  });
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!data) return <Loading />;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeZone: 'UTC' });
  const closed =
    data.closedUntil === null
      ? null
      : t('closed', { when: `${formatDate(data.closedUntil).slice(5)} ${formatTime(data.closedUntil)}` });
  return (
    <Stack gap="md">
      <PageHeader
        title={date.format(Date.parse(data.day))}
        subtitle={closed ?? t('open')}
        actions={<StartCalling />}
      />
      <CalendarNotice calendars={data.calendars} />
      <YesterdayFigures figures={data.yesterday} month={data.month} />
      {data.groups.length === 0 ? (
        <TodayEmpty />
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} spacing="sm" verticalSpacing="sm">
          {data.groups.map((group) => (
            <TodayGroupCard key={group.group} group={group} />
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}

function Loading() {
  return (
    <Stack gap="md">
      <Skeleton height={44} width={320} />
      <Skeleton height={72} />
      <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} spacing="sm">
        {['a', 'b', 'c', 'd'].map((name) => (
          <Skeleton key={name} height={180} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}
