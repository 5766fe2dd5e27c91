import { Button, Tooltip } from '@mantine/core';
import { IconAffiliate, IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { venueWords } from '#renderer/features/venue/state-words.ts';
import { useVenue } from '#renderer/features/venue/use-venue.ts';

/** One line at the door: hub here, connected to a hub, alone since when, or a single desk; leads to the venue's page. */
export function VenueLine({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('venue');
  const venue = useVenue(eventId);
  if (!venue) return null;
  const { tone, text, hint } = venueWords(t, venue);
  const isBad = tone === 'orange' || tone === 'red';
  return (
    <Tooltip label={hint ?? t('menu')} multiline maw={360}>
      <Button
        fullWidth
        size="xs"
        variant="light"
        color={tone}
        leftSection={isBad ? <IconAlertTriangle size={16} /> : <IconAffiliate size={16} />}
        data-testid="venue-line"
        data-tone={tone}
        aria-live="polite"
        renderRoot={(props) => <Link {...props} to="/events/$eventId/venue" params={{ eventId }} />}
      >
        {text}
      </Button>
    </Tooltip>
  );
}
