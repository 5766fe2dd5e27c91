import { Alert, Anchor, Button, Checkbox, Grid, Stack, Table, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isSignature } from '#core/risk/signature.ts';
import { SignaturePad } from '#renderer/features/risk/test/SignaturePad.tsx';
import { submissionOf, type RiskTest, type Sheet } from '#renderer/features/risk/test/use-risk-test.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, client } from '#renderer/lib/api.ts';

interface Props {
  readonly test: RiskTest;
  readonly sheet: Sheet;
  readonly clientId: string;
  readonly purpose: string;
}

/** All answers once more, what does not agree told without taking sides, the declaration, the signature. */
export function ReviewStep({ test, sheet, clientId, purpose }: Props) {
  const { t, say } = useRiskWords();
  const { draft, change, go } = test;
  /** A level is shown once: a second press must not count as a second one. */
  const [isFinishing, setFinishing] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const checked = useQuery(
    api.risk.check.queryOptions({ input: { clientId, purpose, answers: draft.answers } }),
  );
  const truth = sheet.declarations.find(({ key }) => key === 'truth');
  const isAgeWrong = checked.data?.ageAgrees === false;
  const missing = [
    isAgeWrong && 'AGE_DISAGREES',
    !draft.truthDeclared && 'NOT_DECLARED',
    !isSignature(draft.signaturePath) && 'BAD_SIGNATURE',
  ].filter((code) => code !== false);
  const finish = async (): Promise<void> => {
    const submission = submissionOf(draft, { clientId, sheet });
    if (!submission || isFinishing || !checked.data) return;
    if (missing[0]) {
      setFailure(missing[0]);
      return;
    }
    setFinishing(true);
    try {
      go({ at: 'result', preview: await client.risk.preview(submission) });
    } catch (error) {
      setFailure((error as { code?: string }).code ?? 'UNKNOWN');
      setFinishing(false);
    }
  };
  return (
    <Grid gap="lg">
      <Grid.Col span={7}>
        <Answers test={test} sheet={sheet} />
      </Grid.Col>
      <Grid.Col span={5}>
        <Stack gap="sm">
          {isAgeWrong && (
            <Alert color="orange" icon={<IconInfoCircle />} role="alert">
              {t('review.ageDisagrees')}
            </Alert>
          )}
          {(checked.data?.flags ?? []).map(({ id, text }) => (
            <Alert key={id} color="gray" icon={<IconInfoCircle />}>
              {say(text)} {t('review.neutral')}
            </Alert>
          ))}
          {truth && (
            <Checkbox
              label={say(truth.text)}
              checked={draft.truthDeclared}
              onChange={(event) => change({ truthDeclared: event.currentTarget.checked })}
            />
          )}
          <SignaturePad path={draft.signaturePath} onChange={(signaturePath) => change({ signaturePath })} />
          {failure && (missing.length > 0 || !isFieldFault(failure)) && (
            <Alert color="red" role="alert">
              {t(`failed.${missing[0] ?? failure}`, { defaultValue: t('failed.UNKNOWN') })}
            </Alert>
          )}
          <Text size="sm" c="dimmed">
            {t('review.final')}
          </Text>
          <Button loading={isFinishing} onClick={() => void finish()} style={{ alignSelf: 'flex-end' }}>
            {t('review.finish')}
          </Button>
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

/** A fault the client can mend on this page; once mended its sentence goes. */
function isFieldFault(code: string): boolean {
  return ['AGE_DISAGREES', 'NOT_DECLARED', 'BAD_SIGNATURE'].includes(code);
}

function Answers({ test, sheet }: Pick<Props, 'test' | 'sheet'>) {
  const { t, say } = useRiskWords();
  const { draft, go } = test;
  return (
    <Table withRowBorders={false} verticalSpacing={2} aria-label={t('review.answers')}>
      <Table.Tbody>
        {sheet.questions.map((question, index) => (
          <Table.Tr key={question.key}>
            <Table.Td w={32}>{index + 1}</Table.Td>
            <Table.Td c="dimmed">{say(question.text)}</Table.Td>
            <Table.Td fw={600}>{chosenText(question, draft.answers[question.key], say)}</Table.Td>
            <Table.Td w={64}>
              <Anchor
                component="button"
                size="sm"
                onClick={() => go({ at: 'questions', index, isRevisit: true })}
              >
                {t('review.change')}
              </Anchor>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function chosenText(
  question: Sheet['questions'][number],
  key: string | undefined,
  say: (text: Sheet['title']) => string,
): string {
  const option = question.options.find((one) => one.key === key);
  return option ? say(option.text) : '—';
}
