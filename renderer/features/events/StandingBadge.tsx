import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { standingColour, type Standing } from '#renderer/features/events/standing.ts';

/** A guest's standing in words and colour. */
export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const { t } = useTranslation('events');
  return <Badge color={standingColour[standing]}>{t(`standing.${standing}`)}</Badge>;
}
