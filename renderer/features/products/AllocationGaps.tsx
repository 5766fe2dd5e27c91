import { Badge, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RatingBadge } from '#renderer/features/products/RatingBadge.tsx';
import type { OpenedVerdict } from '#renderer/features/risk/VerdictDrawer.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatMoney } from '#renderer/lib/format.ts';

interface Props {
  readonly clientId: string;
  readonly onOpen: (verdict: OpenedVerdict) => void;
}

/** Kinds of which the client holds nothing, with products that suit; what does not suit is never named here. */
export function AllocationGaps({ clientId, onOpen }: Props) {
  const { t } = useTranslation('products');
  const { cite, reason } = useRiskWords();
  const { data } = useQuery(api.products.allocationGaps.queryOptions({ input: { clientId } }));
  if (!data) return <Skeleton height={120} />;
  const { gaps, blockedBy } = data;
  return (
    <section data-testid="gaps">
      <Group gap="xs" align="baseline" mb={4}>
        <Title order={3}>{t('gaps.title')}</Title>
        <Text size="xs" c="dimmed">
          {t('gaps.note')}
        </Text>
      </Group>
      {gaps.length === 0 && (
        <Text size="sm" c="dimmed">
          {blockedBy ? `${t('gaps.blocked')} ${reason(blockedBy)} ${cite(blockedBy)}` : t('gaps.none')}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, md: 2, lg: 3 }} spacing="sm">
        {gaps.map(({ kind, products }) => (
          <Paper key={kind} withBorder p="sm">
            <Text fw={600} size="sm" mb={6}>
              {t(`kind.${kind}`)}
            </Text>
            <Stack gap={8}>
              {products.map((product) => (
                <Group key={product.id} justify="space-between" wrap="nowrap" gap="xs">
                  <div style={{ minWidth: 0 }}>
                    <Text size="sm" truncate title={product.name}>
                      {product.name}
                    </Text>
                    <Group gap={6}>
                      <RatingBadge {...product} />
                      <Text size="xs" c="dimmed">
                        {t('gaps.from', { amount: formatMoney(product.minAmountFen) })}
                      </Text>
                      {product.isTooMuchAtFirst && (
                        <Badge color="orange" size="sm" title={t('gaps.tooMuchWhy')}>
                          {t('gaps.tooMuch')}
                        </Badge>
                      )}
                      {product.openSteps.length > 0 && (
                        <Badge color="yellow" size="sm">
                          {t('gaps.steps', { count: product.openSteps.length })}
                        </Badge>
                      )}
                    </Group>
                  </div>
                  <Button
                    size="compact-xs"
                    variant="light"
                    leftSection={<IconShieldCheck size={13} aria-hidden />}
                    onClick={() => onOpen({ productId: product.id, name: product.name, action: 'RECOMMEND' })}
                  >
                    {t('gaps.open')}
                  </Button>
                </Group>
              ))}
            </Stack>
          </Paper>
        ))}
      </SimpleGrid>
    </section>
  );
}
