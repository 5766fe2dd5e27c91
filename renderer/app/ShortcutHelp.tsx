import { Group, Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/app/ShortcutHelp.module.css';
import { pages } from '#renderer/app/pages.ts';
import { shortcuts } from '#renderer/app/shortcuts.ts';
import { isTyping } from '#renderer/lib/keys.ts';

const goWindowMs = 1200;
let show: () => void = () => {};

/** Opens the sheet of all shortcuts. */
export const openShortcutHelp = (): void => show();

/** The sheet under `?`, and the two-key jumps `g t`, `g c` … between desks. */
export function ShortcutHelp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    show = () => setOpen(true);
    return listen((to) => void navigate({ to }));
  }, [navigate]);
  return (
    <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('switch.help')} size="xl">
      <div className={classes['columns']}>
        {shortcuts.map(({ place, items }) => (
          <Stack key={place} gap={1} className={classes['place'] ?? ''}>
            <Title order={2}>{t(`shortcut.place.${place}`)}</Title>
            {items.map(({ keys, action }) => (
              <Group key={keys.join('+')} justify="space-between" wrap="nowrap">
                <Text>{t(`shortcut.${action}`)}</Text>
                <Group gap={4} wrap="nowrap">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Group>
            ))}
          </Stack>
        ))}
      </div>
    </Modal>
  );
}

/** Listens for `?` and for `g` followed by a page's key; desks with keys of their own stop the event first. */
function listen(go: (to: (typeof pages)[number]['to']) => void): () => void {
  let goSince = -Infinity;
  const onKey = (event: KeyboardEvent): void => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.code === 'Slash' && event.shiftKey) return show();
    const target = pages.find(({ key }) => event.key === key);
    if (target && event.timeStamp - goSince < goWindowMs) go(target.to);
    goSince = event.key === 'g' ? event.timeStamp : -Infinity;
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
