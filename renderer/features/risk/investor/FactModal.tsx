import { Alert, Button, Group, Modal, Select, Stack, Switch, Textarea } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import 'dayjs/locale/zh-cn';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factKindField } from '#core/risk/investor-fact.ts';
import { investorDocuments, type FactKind } from '#core/risk/investor-documents.ts';
import { FactValue, type Given } from '#renderer/features/risk/investor/FactValue.tsx';
import { SignaturePad } from '#renderer/features/risk/test/SignaturePad.tsx';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly clientId: string;
  readonly onClose: () => void;
}

/** Enters something a client proved or told, or takes back what was entered before. */
export function FactModal({ clientId, onClose }: Props) {
  const { t } = useRiskWords();
  const [given, setGiven] = useState<Given>(emptyOf(clientId, 'FINANCIAL_ASSETS'));
  const [isTakenBack, setTakenBack] = useState(false);
  const record = useMutation(api.risk.recordFact.mutationOptions({ onSuccess: onClose }));
  const { value } = investorDocuments.facts[given.what];
  const change = (part: Partial<Given>): void => {
    record.reset();
    setGiven((before) => ({ ...before, ...part }));
  };
  const save = (): void =>
    record.mutate(
      isTakenBack ? { ...emptyOf(clientId, given.what), evidence: given.evidence, takesBack: true } : given,
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('investor.add')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('steps.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          <Select
            data-autofocus
            label={t('investor.column.what')}
            description={t(`factText.${given.what}`)}
            data={factKindField.options.map((kind) => ({ value: kind, label: t(`fact.${kind}`) }))}
            value={given.what}
            onChange={(chosen) => {
              if (!chosen) return;
              setGiven(emptyOf(clientId, chosen as FactKind));
              setTakenBack(false);
            }}
            allowDeselect={false}
            data-testid="fact-kind"
          />
          {value !== 'NONE' && (
            <Switch
              label={t('investor.takeBack')}
              checked={isTakenBack}
              onChange={({ currentTarget }) => setTakenBack(currentTarget.checked)}
            />
          )}
          {!isTakenBack && <FactValue given={given} onChange={change} />}
          {!isTakenBack && <Proof given={given} onChange={change} />}
          <Textarea
            label={t(isTakenBack ? 'investor.whyTakenBack' : 'investor.evidence')}
            description={isTakenBack ? undefined : t('investor.evidenceText')}
            value={given.evidence}
            onChange={({ currentTarget }) => change({ evidence: currentTarget.value })}
            autosize
            minRows={2}
            maxLength={4000}
            withAsterisk
            data-testid="fact-evidence"
          />
          {value === 'REQUEST' && !isTakenBack && (
            <SignaturePad
              path={given.signaturePath ?? ''}
              onChange={(path) => change({ signaturePath: path === '' ? null : path })}
            />
          )}
          {record.error && <Refused error={record.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('steps.close')}
            </Button>
            <Button type="submit" loading={record.isPending} data-testid="record-fact">
              {t('investor.record')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface ProofProps {
  readonly given: Given;
  readonly onChange: (part: Partial<Given>) => void;
}

function Proof({ given, onChange }: ProofProps) {
  const { t, say } = useRiskWords();
  const { i18n } = useTranslation();
  const data = investorDocuments.facts[given.what].documents.map((code) => {
    const kind = investorDocuments.kinds[code];
    return { value: code, label: kind ? say(kind) : code };
  });
  return (
    <Group grow align="flex-end">
      <Select
        label={t('investor.column.document')}
        data={data}
        value={given.documentKind}
        onChange={(documentKind) => onChange({ documentKind })}
        withAsterisk
        data-testid="fact-document"
      />
      <DateInput
        label={t('investor.dateText')}
        value={given.documentDate}
        onChange={(documentDate) => onChange({ documentDate })}
        valueFormat="YYYY-MM-DD"
        placeholder="YYYY-MM-DD"
        locale={i18n.language === 'en' ? 'en' : 'zh-cn'}
        withAsterisk
        data-testid="fact-date"
      />
    </Group>
  );
}

/** What is missing, in words, so that nobody has to guess why nothing was recorded. */
function Refused({ error }: { readonly error: unknown }) {
  const { t } = useRiskWords();
  const { code, data } = error as { code?: string; data?: { faults?: string[] } };
  const faults = data?.faults ?? [];
  return (
    <Alert color="red" role="alert">
      {faults.length > 0
        ? faults.map((fault) => t(`investor.fault.${fault}`)).join(' ')
        : t(`investor.failed.${code}`, { defaultValue: t('failed.UNKNOWN') })}
    </Alert>
  );
}

function emptyOf(clientId: string, what: FactKind): Given {
  return {
    clientId,
    what,
    amountFen: null,
    months: null,
    choice: null,
    documentKind: null,
    documentDate: null,
    evidence: '',
    signaturePath: null,
  };
}
