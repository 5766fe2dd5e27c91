import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconAlertTriangle, IconFileSpreadsheet } from '@tabler/icons-react';
import { RunList } from '#renderer/features/imports/RunList.tsx';
import { useUpload } from '#renderer/features/imports/use-upload.ts';
import { useImportWords } from '#renderer/features/imports/words.ts';

/** Choose or drop a file; earlier imports below. */
export function FileStep() {
  const { t, failure } = useImportWords();
  const upload = useUpload();
  const isBusy = upload.phase !== 'idle';
  return (
    <Stack gap="md">
      {upload.error !== null && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={upload.fileName}>
          {failure(upload.error)}
        </Alert>
      )}
      {isBusy ? (
        <Stack gap="xs" role="status">
          <Text>{t(`upload.${upload.phase}`, { file: upload.fileName })}</Text>
          <Progress
            value={upload.share * 100}
            animated={upload.phase === 'checking'}
            aria-label={t(`upload.${upload.phase}`, { file: upload.fileName })}
          />
        </Stack>
      ) : (
        <Dropzone
          onDrop={(files) => files[0] && upload.send(files[0])}
          multiple={false}
          inputProps={{ 'aria-label': t('drop.choose') }}
          p="xl"
        >
          <Group justify="center" gap="lg" mih={140} wrap="nowrap">
            <IconFileSpreadsheet size={44} stroke={1.4} color="var(--mantine-primary-color-filled)" />
            <Stack gap={4}>
              <Text size="lg" fw={600}>
                {t('drop.title')}
              </Text>
              <Text c="dimmed">{t('drop.formats')}</Text>
              <Text c="dimmed" size="sm">
                {t('drop.privacy')}
              </Text>
              <Button component="span" variant="light" mt="xs" w="fit-content">
                {t('drop.choose')}
              </Button>
            </Stack>
          </Group>
        </Dropzone>
      )}
      <RunList />
    </Stack>
  );
}
