import { Group } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/events/CheckIn.module.css';

const keys = ['enter', 'arrows', 'walkIn', 'camera', 'undo', 'escape'] as const;

/** The keys of the desk and what they do. */
export const DoorHints = memo(function DoorHints() {
  const { t } = useTranslation('events');
  return (
    <Group gap="lg" className={classes.hints} aria-hidden>
      {keys.map((key) => (
        <span key={key}>
          <kbd>{t(`checkIn.key.${key}`)}</kbd> {t(`checkIn.does.${key}`)}
        </span>
      ))}
    </Group>
  );
});
