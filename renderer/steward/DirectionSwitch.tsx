import { IconLogin2, IconLogout2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Direction } from '#renderer/steward/answering.ts';
import classes from '#renderer/steward/steward.module.css';

interface Props {
  readonly direction: Direction;
  readonly onChange: (direction: Direction) => void;
}

/** Whether people come in or leave by this door: what a scan is noted as. */
export function DirectionSwitch({ direction, onChange }: Props) {
  const { t } = useTranslation('steward');
  return (
    <div className={classes.switch} role="group" aria-label={t('direction.label')}>
      {(['IN', 'OUT'] as const).map((one) => {
        const Icon = one === 'IN' ? IconLogin2 : IconLogout2;
        return (
          <button
            key={one}
            type="button"
            data-direction={one}
            aria-pressed={direction === one}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChange(one)}
            data-testid={`direction-${one}`}
          >
            <Icon size={20} aria-hidden />
            {t(`direction.${one}`)}
          </button>
        );
      })}
    </div>
  );
}
