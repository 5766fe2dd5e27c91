import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stateLooks } from '#renderer/features/sync/state-looks.ts';
import { useChangeState } from '#renderer/features/sync/use-change-state.ts';

interface Props {
  readonly entity: string;
  readonly id: string;
}

/**
 * "Has the centre got it?" beside a row: a small quiet mark with its words, only while there is something to know.
 * What is stored without a conflict carries none.
 */
export function ChangeMark({ entity, id }: Props) {
  const { t } = useTranslation('sync');
  const state = useChangeState(entity, id);
  if (state === null || state === 'stored') return null;
  const { colour, icon: Icon } = stateLooks[state];
  const words = t(`mark.${state}`);
  return (
    <Tooltip label={words} multiline maw={280}>
      <span
        role="img"
        aria-label={words}
        data-testid="change-mark"
        data-state={state}
        style={{ display: 'inline-flex', flexShrink: 0 }}
      >
        <Icon
          size={14}
          color={`var(--mantine-color-${colour === 'gray' ? 'dimmed' : `${colour}-text`})`}
          aria-hidden
        />
      </span>
    </Tooltip>
  );
}
