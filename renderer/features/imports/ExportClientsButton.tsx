import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ClientFilter, ClientSort } from '#core/clients/filter.ts';
import { ExportProgress } from '#renderer/components/ExportProgress.tsx';
import { TableFileChoices, usualTableFile } from '#renderer/components/TableFileChoices.tsx';
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
  const [choice, setChoice] = useState(usualTableFile);
  const [progress, setProgress] = useState<{ rows: number; total: number } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = async () => {
    setError(null);
    setProgress({ rows: 0, total: 1 });
    try {
      const pieces = await client.imports.exportClients({
        ...choice,
        language,
        filter,
        sort,
        ids,
      });
      await saveFile(pieces, { name: t('export.fileName'), format: choice.format }, (rows, total) =>
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
          <TableFileChoices
            choice={choice}
            onChange={setChoice}
            words={{
              format: t('export.format'),
              xlsx: t('export.xlsx'),
              csv: t('export.csv'),
              full: t('export.full'),
              fullHint: t('export.fullHint'),
            }}
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
