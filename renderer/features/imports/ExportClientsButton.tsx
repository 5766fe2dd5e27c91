import { Button, Group, Modal, Radio, Stack, Switch, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { ExportProgress } from '#renderer/components/ExportProgress.tsx';
import { saveFile } from '#renderer/features/imports/save-file.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';
import { client } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

interface Props {
  readonly filter: ClientFilter;
  readonly sort: ClientSort;
  /** These clients only; null takes all that the filter shows. */
  readonly ids: string[] | null;
}

/** Takes the listed clients out as a file; full numbers only when asked for, and then on record. */
export function ExportClientsButton({ filter, sort, ids }: Props) {
  const { t, language, failure } = useImportWords();
  const [isOpen, setIsOpen] = useState(false);
  const [format, setFormat] = useState<'csv' | 'xlsx'>('xlsx');
  const [hasFullNumbers, setHasFullNumbers] = useState(false);
  const [progress, setProgress] = useState<{ rows: number; total: number } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setError(null);
    setProgress({ rows: 0, total: 1 });
    try {
      const pieces = await client.imports.exportClients({
        format,
        language,
        filter,
        sort,
        ids,
        hasFullNumbers,
      });
      await saveFile(pieces, { name: t('export.fileName'), format }, (rows, total) =>
        setProgress({ rows, total }),
      );
      setIsOpen(false);
    } catch (failed) {
      setError(failed);
    } finally {
      setProgress(null);
    }
  };
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => setIsOpen(true)}>
        {t('export.open')}
      </Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title={t('export.title')}>
        <Stack gap="sm">
          <Radio.Group
            label={t('export.format')}
            value={format}
            onChange={(next) => setFormat(next as 'csv' | 'xlsx')}
          >
            <Group mt="xs">
              <Radio value="xlsx" label={t('export.xlsx')} />
              <Radio value="csv" label={t('export.csv')} />
            </Group>
          </Radio.Group>
          <Switch
            checked={hasFullNumbers}
            onChange={(event) => setHasFullNumbers(event.currentTarget.checked)}
            label={t('export.full')}
            description={t('export.fullHint')}
          />
          {progress && (
            <ExportProgress
              label={t('export.title')}
              progress={progress}
              words={t('export.rows', {
                rows: formatCount(progress.rows),
                total: formatCount(progress.total),
              })}
            />
          )}
          {error !== null && (
            <Text c="red" role="alert">
              {failure(error)}
            </Text>
          )}
          <Group justify="flex-end">
            <Button loading={progress !== null} onClick={() => void run()}>
              {t('export.run')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
