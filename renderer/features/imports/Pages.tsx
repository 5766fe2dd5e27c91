import { Pagination } from '@mantine/core';
import { useImportWords } from '#renderer/features/imports/words.ts';

interface Props {
  readonly total: number;
  readonly size: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** Pages of a list; nothing where one page holds all. */
export function Pages({ total, size, page, onPage }: Props) {
  const { t } = useImportWords();
  if (total <= size) return null;
  return (
    <Pagination
      total={Math.ceil(total / size)}
      value={page}
      onChange={onPage}
      size="sm"
      mt="xs"
      getControlProps={(control) => ({
        'aria-label': control === 'next' ? t('page.next') : t('page.previous'),
      })}
    />
  );
}
