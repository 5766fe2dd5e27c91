import { Alert, Checkbox, Group, Radio, Select, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { judgeOrigin, originCodes } from '#core/import/source.ts';
import type { ImportPlan, LawfulBasis } from '#core/import/target.ts';
import { lawfulBasisField } from '#core/sync/fields.ts';
import type { SourceClaim } from '#renderer/features/imports/use-plan.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';

interface Props {
  readonly claim: SourceClaim;
  readonly onClaim: (claim: SourceClaim) => void;
  readonly duplicates?: {
    readonly value: ImportPlan['onDuplicate'];
    readonly onChange: (value: ImportPlan['onDuplicate']) => void;
  };
}

const channels = ['PHONE', 'SMS', 'WECHAT', 'EMAIL', 'SALON'] as const;
const unknownBasis = 'NONE';

/** Where the list comes from, on what basis these people's data is held, and what proves it. */
export function SourceFields({ claim, onClaim, duplicates }: Props) {
  const { t } = useImportWords();
  const { origin, basis, statement, marketingChannels } = claim;
  const set = (change: Partial<SourceClaim>) =>
    onClaim({ origin, basis, statement, marketingChannels, ...change });
  const fault = origin === '' ? null : judgeOrigin(origin);
  const isHeld = fault !== null || (origin !== '' && basis === null);
  return (
    <Stack gap="sm" maw={860}>
      <SimpleGrid cols={2}>
        <Select
          label={t('source.origin')}
          placeholder={t('source.choose')}
          data={originCodes.map((value) => ({ value, label: t(`origin.${value}`) }))}
          value={origin === '' ? null : origin}
          onChange={(next) => set({ origin: next ?? '' })}
          withAsterisk
          data-autofocus
        />
        <Select
          label={t('source.basis')}
          data={[...lawfulBasisField.options, unknownBasis].map((value) => ({
            value,
            label: t(`basis.${value}`),
          }))}
          value={basis ?? unknownBasis}
          allowDeselect={false}
          onChange={(next) => set({ basis: next === unknownBasis ? null : (next as LawfulBasis) })}
        />
      </SimpleGrid>
      {isHeld && (
        <Alert color={fault === 'UNLAWFUL_SOURCE' ? 'red' : 'yellow'} icon={<IconAlertTriangle />}>
          {t(`source.held.${fault ?? 'NO_BASIS'}`)}
        </Alert>
      )}
      <Textarea
        label={t('source.statement')}
        description={t('source.statementHint')}
        value={statement}
        maxLength={1000}
        minRows={2}
        autosize
        withAsterisk={fault === null}
        onChange={(event) => set({ statement: event.currentTarget.value })}
      />
      <Checkbox.Group
        label={t('source.marketing')}
        description={t('source.marketingHint')}
        value={marketingChannels}
        onChange={(next) => set({ marketingChannels: next as SourceClaim['marketingChannels'] })}
      >
        <Group mt="xs">
          {channels.map((channel) => (
            <Checkbox key={channel} value={channel} label={t(`channel.${channel}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {duplicates && (
        <Radio.Group
          label={t('source.duplicates')}
          value={duplicates.value}
          onChange={(next) => duplicates.onChange(next as ImportPlan['onDuplicate'])}
        >
          <Group mt="xs">
            {(['ASK', 'SKIP', 'FILL'] as const).map((value) => (
              <Radio key={value} value={value} label={t(`onDuplicate.${value}`)} />
            ))}
          </Group>
        </Radio.Group>
      )}
    </Stack>
  );
}
