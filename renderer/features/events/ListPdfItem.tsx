import { Menu } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { showFailure } from '#renderer/features/events/failure.ts';
import { offerFile } from '#renderer/features/risk/paper/files.ts';
import { client } from '#renderer/lib/api.ts';

/** Offers the guest list as PDF: for the day everything fails, and for whoever prints elsewhere. */
export function ListPdfItem({ eventId }: { readonly eventId: string }) {
  const { t, i18n } = useTranslation('events');
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const print = (): void => {
    client.events.paper.list({ eventId, language }).then(offerFile, showFailure);
  };
  return (
    <Menu.Item leftSection={<IconFileTypePdf size={14} />} onClick={print} data-testid="list-pdf">
      {t('print.listPdf')}
    </Menu.Item>
  );
}
