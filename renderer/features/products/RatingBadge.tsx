import { Badge, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly rating: string | null;
  readonly issuerRating: string | null;
  readonly sellerRating: string | null;
}

/** The rating used, with issuer's and seller's beside it where they differ or one is missing (NFRA 22). */
export function RatingBadge({ rating, issuerRating, sellerRating }: Props) {
  const { t } = useTranslation('products');
  const none = t('rating.none');
  return (
    <Stack gap={2} align="flex-start">
      <Badge variant={rating === null ? 'light' : 'default'} color="yellow">
        {rating ?? t('rating.UNRATED')}
      </Badge>
      {issuerRating !== sellerRating && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t('rating.both', { issuer: issuerRating ?? none, seller: sellerRating ?? none })}
        </Text>
      )}
    </Stack>
  );
}
