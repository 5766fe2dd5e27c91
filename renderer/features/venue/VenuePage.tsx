import { Alert, Button, SimpleGrid, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconDoorEnter, IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { VenueStatus } from '#core/api/venue.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { DeskCard } from '#renderer/features/venue/DeskCard.tsx';
import { HubPanel } from '#renderer/features/venue/HubPanel.tsx';
import { JoinCard } from '#renderer/features/venue/JoinCard.tsx';
import { OpenCard } from '#renderer/features/venue/OpenCard.tsx';
import { useVenue } from '#renderer/features/venue/use-venue.ts';
import { api } from '#renderer/lib/api.ts';

/** Several desks at one salon: be the hub, or join another's; and who is there. */
export function VenuePage({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('venue');
  const { data: event, error, refetch } = useQuery(api.events.get.queryOptions({ input: { eventId } }));
  const venue = useVenue(eventId);
  if (error) return <ErrorState error={error} reset={() => void refetch()} />;
  if (!event || !venue) return <Skeleton height={320} />;
  const isOver = event.status === 'CLOSED' || event.status === 'CANCELLED';
  return (
    <>
      <PageHeader
        title={t('title')}
        subtitle={`${event.title} · ${t('subtitle')}`}
        actions={
          <>
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} />}
              renderRoot={(props) => <Link {...props} to="/events/$eventId" params={{ eventId }} />}
            >
              {t('backToEvent')}
            </Button>
            {!isOver && (
              <Button
                leftSection={<IconDoorEnter size={16} />}
                renderRoot={(props) => (
                  <Link {...props} to="/events/$eventId/check-in" params={{ eventId }} />
                )}
              >
                {t('back')}
              </Button>
            )}
          </>
        }
      />
      {isOver && !venue.hub ? (
        <Alert icon={<IconInfoCircle size={16} />}>{t('failure.EVENT_OVER')}</Alert>
      ) : (
        <Part eventId={eventId} venue={venue} />
      )}
    </>
  );
}

function Part({ eventId, venue }: { readonly eventId: string; readonly venue: VenueStatus }) {
  if (venue.hub) return <HubPanel hub={venue.hub} />;
  if (venue.desk) return <DeskCard desk={venue.desk} />;
  if (venue.elsewhere) return <Elsewhere elsewhere={venue.elsewhere} />;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <OpenCard eventId={eventId} />
      <JoinCard eventId={eventId} />
    </SimpleGrid>
  );
}

function Elsewhere({ elsewhere }: { readonly elsewhere: NonNullable<VenueStatus['elsewhere']> }) {
  const { t } = useTranslation('venue');
  const { eventId, title, isHub } = elsewhere;
  return (
    <Alert
      icon={<IconInfoCircle size={16} />}
      title={t(isHub ? 'elsewhere.hub' : 'elsewhere.desk', { title })}
    >
      <Button
        size="xs"
        variant="light"
        renderRoot={(props) => <Link {...props} to="/events/$eventId/venue" params={{ eventId }} />}
      >
        {t('elsewhere.go')}
      </Button>
    </Alert>
  );
}
