import { Badge, Group, Stack, Table, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenedVerdict } from '#renderer/features/risk/VerdictDrawer.tsx';
import { VerdictBadge } from '#renderer/features/risk/VerdictBadge.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { RatingBadge } from '#renderer/features/products/RatingBadge.tsx';
import type { client } from '#renderer/lib/api.ts';

type Line = Awaited<ReturnType<typeof client.risk.shelf>>['lines'][number];
type Verdict = Line['recommend'];

interface Props {
  readonly lines: readonly Line[];
  readonly onOpen: (opened: OpenedVerdict) => void;
}

const order = { ALLOW: 0, ALLOW_WITH_STEPS: 1, BLOCK: 2 } as const;

/** The verdict for every product: may it be recommended, may it be sold at the client's request, and why. */
export function VerdictTable({ lines, onOpen }: Props) {
  const { t } = useRiskWords();
  const { t: tp } = useTranslation('products');
  const sorted = [...lines].sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code));
  return (
    <Table stickyHeader highlightOnHover layout="fixed" aria-label={t('shelf.title')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="24%">{tp('column.product')}</Table.Th>
          <Table.Th w={112}>{tp('column.rating')}</Table.Th>
          <Table.Th>{t('action.RECOMMEND')}</Table.Th>
          <Table.Th>{t('action.CLIENT_REQUEST')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sorted.map((line) => (
          <Table.Tr key={line.id}>
            <Table.Td>
              <Text size="sm" truncate title={line.name}>
                {line.name}
              </Text>
              <Text size="xs" c="dimmed">
                {tp(`kind.${line.kind}`)}
              </Text>
            </Table.Td>
            <Table.Td>
              <RatingBadge
                rating={line.recommend.rating}
                issuerRating={line.issuerRating}
                sellerRating={line.sellerRating}
              />
            </Table.Td>
            <Table.Td>
              <VerdictCell verdict={line.recommend} onOpen={() => onOpen(openedOf(line, 'RECOMMEND'))} />
            </Table.Td>
            <Table.Td>
              <VerdictCell verdict={line.request} onOpen={() => onOpen(openedOf(line, 'CLIENT_REQUEST'))} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function rank(line: Line): number {
  return order[line.recommend.outcome] * 3 + order[line.request.outcome];
}

function openedOf({ id, name }: Line, action: OpenedVerdict['action']): OpenedVerdict {
  return { productId: id, name, action };
}

function VerdictCell({ verdict, onOpen }: { readonly verdict: Verdict; readonly onOpen: () => void }) {
  const { t, cite, reason } = useRiskWords();
  return (
    <Stack gap={2} align="flex-start">
      <Group gap={6} wrap="nowrap">
        <UnstyledButton onClick={onOpen} aria-label={t('steps.open')}>
          <VerdictBadge outcome={verdict.outcome} />
        </UnstyledButton>
        <Tooltip label={t(`book.${verdict.rule.book}`)} multiline maw={320}>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {cite(verdict.rule)}
          </Text>
        </Tooltip>
      </Group>
      <Text size="xs">{reason(verdict.rule)}</Text>
      {verdict.steps.length > 0 && (
        <Group gap={4}>
          {verdict.steps.map((step) => (
            <Tooltip key={step.code} label={cite(step)}>
              <Badge size="xs" variant="outline" color={step.done ? 'teal' : 'gray'}>
                {t(`step.${step.code}`)}
              </Badge>
            </Tooltip>
          ))}
        </Group>
      )}
    </Stack>
  );
}
