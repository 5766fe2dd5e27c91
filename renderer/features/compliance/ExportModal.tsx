import { Alert, Button, Code, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryFilter } from '#core/compliance/entry.ts';
import { ExportProgress } from '#renderer/components/ExportProgress.tsx';
import { useExport, type ExportFormat } from '#renderer/features/compliance/use-export.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly filter: EntryFilter;
  readonly onClose: () => void;
}

/** Writes what the filter shows to a file of this machine: a spreadsheet, or a sealed file for an auditor. */
export function ExportModal({ filter, onClose }: Props) {
  const { t } = useTranslation('compliance');
  const proposed = useQuery(api.compliance.folder.queryOptions());
  const [format, setFormat] = useState<ExportFormat>('jsonl');
  const [typed, setTyped] = useState<string | null>(null);
  const folder = typed ?? proposed.data?.folder ?? '';
  const { progress, done, problem, run } = useExport(filter);
  return (
    <Modal opened onClose={onClose} title={t('export.title')} size="lg">
      <Stack gap="sm">
        <Text size="sm">{t('export.range', { from: filter.from, to: filter.to })}</Text>
        <Radio.Group
          label={t('export.format')}
          value={format}
          onChange={(next) => setFormat(next as ExportFormat)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="jsonl" label={t('export.jsonl')} description={t('export.jsonlHint')} />
            <Radio value="xlsx" label={t('export.xlsx')} description={t('export.xlsxHint')} />
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('export.folder')}
          value={folder}
          error={problem}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          {t('export.plain')}
        </Text>
        {progress && (
          <ExportProgress
            label={t('export.title')}
            progress={progress}
            words={t('export.rows', { rows: formatCount(progress.rows), total: formatCount(progress.total) })}
          />
        )}
        {done && (
          <Alert color="teal" title={t('export.done')}>
            <Stack gap={4}>
              <Code block>{done.file}</Code>
              {done.head !== null && (
                <>
                  <Text size="sm">{t('export.head')}</Text>
                  <Code block>{done.head}</Code>
                </>
              )}
            </Stack>
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
          <Button
            loading={progress !== null}
            disabled={folder.trim() === ''}
            onClick={() => void run(format, folder.trim())}
          >
            {t('export.run')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
