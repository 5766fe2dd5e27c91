import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeState } from '#core/api/sync.ts';
import { stateLooks } from '#renderer/features/sync/state-looks.ts';

/** "Has the centre got it?" as a word. */
export function StateBadge({ state }: { readonly state: ChangeState }) {
  const { t } = useTranslation('sync');
  const { colour, icon: Icon } = stateLooks[state];
  return (
    <Badge color={colour} leftSection={<Icon size={12} aria-hidden />} data-state={state}>
      {t(`state.${state}`)}
    </Badge>
  );
}
