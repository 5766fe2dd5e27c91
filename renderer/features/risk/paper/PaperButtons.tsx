import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconFolderDown } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offerFile, rememberedFolder, rememberFolder } from '#renderer/features/risk/paper/files.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api, type client } from '#renderer/lib/api.ts';

type PaperKey = Pick<Parameters<typeof client.risk.paper>[0], 'about' | 'aboutId'>;

/** Gets a record as PDF: offered to the shell's own "save as", or written into a folder of this machine. */
export function PaperButtons({ about, aboutId }: PaperKey) {
  const { t } = useRiskWords();
  const { i18n } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const key = { about, aboutId, language: i18n.language === 'en' ? 'en' : 'zh-CN' } as const;
  const paper = useMutation(api.risk.paper.mutationOptions({ onSuccess: offerFile }));
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        <Button
          size="xs"
          variant="light"
          leftSection={<IconDownload size={14} />}
          loading={paper.isPending}
          onClick={() => paper.mutate(key)}
        >
          {t('paper.download')}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFolderDown size={14} />}
          onClick={() => setAsking(true)}
        >
          {t('paper.toFolder')}
        </Button>
      </Group>
      {paper.error && <Failed code={(paper.error as { code?: string }).code} />}
      {paper.data && <Hashes {...paper.data} />}
      {isAsking && <FolderModal paperKey={key} onClose={() => setAsking(false)} />}
    </Stack>
  );
}

function FolderModal({
  paperKey,
  onClose,
}: {
  readonly paperKey: Parameters<typeof client.risk.paper>[0];
  readonly onClose: () => void;
}) {
  const { t } = useRiskWords();
  const proposed = useQuery(api.risk.paperFolder.queryOptions());
  const [typed, setTyped] = useState(rememberedFolder());
  const folder = typed ?? proposed.data?.folder ?? '';
  const save = useMutation(api.risk.savePaper.mutationOptions({ onSuccess: () => rememberFolder(folder) }));
  const refused = save.error as { code?: string; data?: { code: string; folder: string } } | null;
  return (
    <Modal opened onClose={onClose} title={t('paper.toFolder')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...paperKey, folder: folder.trim() });
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('paper.folder')}
            description={t('paper.folderText')}
            value={folder}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            maxLength={1000}
            data-testid="paper-folder"
          />
          {refused?.data && (
            <Alert color="red" role="alert" title={t('paper.refused')}>
              {t(`paper.folderFailed.${refused.data.code}`, {
                folder: refused.data.folder,
                defaultValue: t('paper.folderFailed.OTHER', { ...refused.data }),
              })}
            </Alert>
          )}
          {refused && !refused.data && <Failed code={refused.code} />}
          {save.data && (
            <Alert color="teal" role="status">
              <Text size="sm">{t('paper.saved', { file: save.data.file })}</Text>
              <Hashes {...save.data} />
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('steps.close')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={folder.trim() === ''}>
              {t('paper.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Hashes(paper: {
  fileSha256: string;
  wordsSha256: string;
  isAsRecorded: boolean;
  isStamped: boolean;
}) {
  const { t } = useRiskWords();
  return (
    <Text size="xs" c={paper.isAsRecorded ? 'dimmed' : 'red'} style={{ overflowWrap: 'anywhere' }}>
      {t(paper.isAsRecorded ? (paper.isStamped ? 'paper.stamped' : 'paper.asRecorded') : 'paper.differs')}
      {' · SHA-256 '}
      {paper.fileSha256}
    </Text>
  );
}

function Failed({ code }: { readonly code: string | undefined }) {
  const { t } = useRiskWords();
  return (
    <Alert color="red" role="alert">
      {t(`paper.failed.${code}`, { defaultValue: t('paper.failed.OTHER') })}
    </Alert>
  );
}
