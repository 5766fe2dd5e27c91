import { Alert, Badge, Drawer, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { PaperButtons } from '#renderer/features/risk/paper/PaperButtons.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, type client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

type Detail = Awaited<ReturnType<typeof client.risk.test>>;

/** One test with everything that was recorded of it: who, how, each answer with its time, signature, paper. */
export function TestDrawer({
  testId,
  onClose,
}: {
  readonly testId: string | null;
  readonly onClose: () => void;
}) {
  const { t } = useRiskWords();
  return (
    <Drawer
      opened={testId !== null}
      onClose={onClose}
      position="right"
      size="xl"
      title={t('detail.title')}
      closeButtonProps={{ 'aria-label': t('steps.close') }}
    >
      {testId !== null && <Body key={testId} testId={testId} />}
    </Drawer>
  );
}

function Body({ testId }: { readonly testId: string }) {
  const { t, say } = useRiskWords();
  const { data, error } = useQuery(api.risk.test.queryOptions({ input: { testId } }));
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton height={320} />;
  return (
    <Stack gap="md">
      {data.voidedReason && (
        <Alert color="red" icon={<IconBan />} title={t('void.title')} role="alert">
          {t(`void.${data.voidedReason}`, { defaultValue: t('void.OTHER') })}
        </Alert>
      )}
      <Facts test={data} />
      {data.flags.map(({ id, text }) => (
        <Alert key={id} color="gray">
          {t('done.flag')} {say(text)}
        </Alert>
      ))}
      <PaperButtons about="TEST" aboutId={data.id} />
      <Answers test={data} />
      <div>
        <Title order={3} mb={4}>
          {t('steps.signature')}
        </Title>
        <svg viewBox="0 0 600 200" width={240} height={80} role="img" aria-label={t('steps.signature')}>
          <path d={data.signaturePath} fill="none" stroke="currentColor" strokeWidth={4} />
        </svg>
      </div>
    </Stack>
  );
}

function Facts({ test }: { readonly test: Detail }) {
  const { t, say } = useRiskWords();
  const sheet = `${test.sheetTitle ? say(test.sheetTitle) : test.sheetId} · v${test.sheetVersion}`;
  const score = test.maxScore === null ? String(test.score) : `${test.score} / ${test.maxScore}`;
  const facts: readonly (readonly [string, string])[] = [
    [t('column.takenAt'), formatDateTime(test.takenAt)],
    [t('column.manager'), test.managerName ?? '—'],
    [t('column.level'), test.changedFrom ? `${test.changedFrom} → ${test.level}` : test.level],
    [t('column.score'), score],
    [t('column.validThrough'), test.validThrough],
    [t('detail.retainUntil'), test.retainUntil],
    [t('column.heldBy'), t(`heldBy.${test.heldBy}`)],
    [t('intro.capacity'), t(`capacity.${test.capacity}`)],
    [t('detail.sheet'), sheet],
    [t('detail.rules'), test.rulesVersion],
    [t('detail.consent'), t(test.hasConsented === false ? 'detail.no' : 'detail.yes')],
    [t('detail.reason'), test.retestReason ?? '—'],
  ];
  return (
    <>
      {test.isProvisional && (
        <Group>
          <Badge color="yellow">{t('provisional.short')}</Badge>
          <Text size="sm">{t('provisional.long')}</Text>
        </Group>
      )}
      <dl style={{ display: 'grid', gridTemplateColumns: 'repeat(2, 1fr)', gap: 8, margin: 0 }}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="sm" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
    </>
  );
}

function Answers({ test }: { readonly test: Detail }) {
  const { t, say } = useRiskWords();
  return (
    <Table aria-label={t('review.answers')} verticalSpacing={3}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('detail.question')}</Table.Th>
          <Table.Th>{t('detail.answer')}</Table.Th>
          <Table.Th ta="right">{t('detail.seconds')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {test.answered.map(({ key, question, answer, ms, isSameSecond }, index) => (
          <Table.Tr key={key}>
            <Table.Td>
              {index + 1}. {say(question)}
            </Table.Td>
            <Table.Td fw={600}>{answer ? say(answer) : '—'}</Table.Td>
            <Table.Td ta="right">
              {ms === null ? '—' : (ms / 1000).toFixed(1)}
              {isSameSecond && (
                <Badge ml={6} color="orange" size="sm">
                  {t('detail.tooFast')}
                </Badge>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
