import { Paper, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EventSummary, GuestView } from '#core/api/events.ts';
import { ratingsOf } from '#core/events/ratings.ts';
import { showRate } from '#core/events/show-rate.ts';
import { EmptyState } from '#renderer/components/EmptyState.tsx';
import { AfterTable } from '#renderer/features/events/AfterTable.tsx';
import { EffectPanel } from '#renderer/features/events/EffectPanel.tsx';
import { GuestNotes } from '#renderer/features/events/GuestNotes.tsx';
import { ratingWords } from '#renderer/features/events/rating-words.ts';
import { Figure } from '#renderer/features/events/Figure.tsx';
import { api } from '#renderer/lib/api.ts';
import { IconFlagCheck } from '@tabler/icons-react';

interface Props {
  readonly event: EventSummary;
  readonly guests: readonly GuestView[];
}

/** What came of it: who came, who did not, who was let in twice, who still has to be followed up. */
export function AfterTab({ event, guests }: Props) {
  const { t } = useTranslation('events');
  const { data: notes = [] } = useQuery(
    api.events.after.notes.queryOptions({ input: { eventId: event.id } }),
  );
  if (event.status !== 'CLOSED') {
    return <EmptyState icon={<IconFlagCheck />} title={t('after.notYet')} text={t('after.notYetText')} />;
  }
  const missed = guests.filter(({ standing }) => standing === 'no_show');
  const came = guests.filter(({ firstEntry }) => firstEntry !== null);
  const { arrived, walkIns, doubleEntries } = event.counters;
  const rate = showRate(guests);
  const figures = [
    ['after.came', String(arrived)],
    ['after.missed', String(missed.length)],
    ['after.showRate', rate === null ? '—' : `${Math.round(100 * rate)} %`],
    ['note.rating', ratingWords(ratingsOf(notes))],
    ['counter.walkIns', String(walkIns)],
    ['counter.doubles', String(doubleEntries)],
  ] as const;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={6}>
        {figures.map(([label, value]) => (
          <Paper key={label} withBorder p="sm">
            <Figure weight="strong" label={t(label)} value={value} />
          </Paper>
        ))}
      </SimpleGrid>
      <EffectPanel eventId={event.id} />
      <GuestNotes notes={notes} />
      <AfterTable guests={[...missed, ...came]} notes={notes} />
    </Stack>
  );
}
