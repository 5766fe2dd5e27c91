import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { PageHeader } from '#renderer/components/PageHeader.tsx';
import { BulkBar } from '#renderer/features/clients/BulkBar.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { ClientFilters } from '#renderer/features/clients/ClientFilters.tsx';
import { ClientTable } from '#renderer/features/clients/ClientTable.tsx';
import { NewClientModal } from '#renderer/features/clients/NewClientModal.tsx';
import { ViewsMenu } from '#renderer/features/clients/ViewsMenu.tsx';
import { useListState } from '#renderer/features/clients/use-list-state.ts';
import { useSelection } from '#renderer/features/clients/use-selection.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { ExportClientsButton } from '#renderer/features/imports/ExportClientsButton.tsx';
import { formatCount } from '#renderer/lib/format.ts';

/** All clients of this workstation: filter, sort, tick, tag, open. */
export function ClientsPage() {
  const { t } = useClientWords();
  const list = useListState();
  const selection = useSelection();
  const [total, setTotal] = useState<number>();
  const [isNewOpen, setIsNewOpen] = useState(false);
  return (
    <div className={classes.page}>
      <PageHeader
        title={t('title')}
        subtitle={total === undefined ? ' ' : t('total', { count: total, shown: formatCount(total) })}
        actions={
          <>
            <ViewsMenu list={list} />
            <ExportClientsButton
              filter={list.filter}
              sort={list.sort}
              ids={selection.ids.size > 0 ? [...selection.ids] : null}
            />
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => setIsNewOpen(true)}>
              {t('new.open')}
            </Button>
          </>
        }
      />
      <ClientFilters list={list} />
      <BulkBar selection={selection} />
      <ClientTable list={list} selection={selection} onTotal={setTotal} />
      {isNewOpen && <NewClientModal onClose={() => setIsNewOpen(false)} />}
    </div>
  );
}
