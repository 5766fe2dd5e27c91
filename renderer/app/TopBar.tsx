import {
  ActionIcon,
  Group,
  Kbd,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKeyboard, IconLanguage, IconLock, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { openPalette } from '#renderer/app/SearchPalette.tsx';
import { openShortcutHelp } from '#renderer/app/ShortcutHelp.tsx';
import { SyncPill } from '#renderer/app/SyncPill.tsx';
import classes from '#renderer/app/TopBar.module.css';
import { api, client } from '#renderer/lib/api.ts';
import { changeLanguage } from '#renderer/lib/i18n.ts';

/** The top bar: who works here, search, the sync pill, and the switches of this window. */
export function TopBar() {
  const { t } = useTranslation();
  const { data: status } = useQuery(api.session.status.queryOptions());
  return (
    <Group h="100%" px="sm" gap="sm" wrap="nowrap" justify="space-between">
      <Group gap="xs" wrap="nowrap" miw={230}>
        <img src="./icon.svg" width={26} height={26} alt="" />
        <Text fw={700}>{t('product')}</Text>
        <Text size="sm" c="dimmed" truncate>
          {status?.branchName} · {status?.managerName}
        </Text>
      </Group>
      <UnstyledButton className={classes['search']} onClick={openPalette} aria-label={t('search.open')}>
        <IconSearch size={15} aria-hidden />
        <Text size="sm" c="dimmed" style={{ flex: 1 }} truncate>
          {t('search.hint')}
        </Text>
        <Kbd size="xs">/</Kbd>
      </UnstyledButton>
      <Group gap={4} wrap="nowrap">
        <SyncPill />
        <Switches />
      </Group>
    </Group>
  );
}

function Switches() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const isDark = scheme === 'dark';
  const toggleLanguage = async (): Promise<void> => {
    const language = i18n.language === 'en' ? 'zh-CN' : 'en';
    await changeLanguage(language);
    await client.session.setLanguage({ language });
  };
  const switches = [
    { name: 'help', icon: IconKeyboard, act: openShortcutHelp },
    { name: 'language', icon: IconLanguage, act: () => void toggleLanguage() },
    {
      name: isDark ? 'light' : 'dark',
      icon: isDark ? IconSun : IconMoon,
      act: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    { name: 'lock', icon: IconLock, act: () => void client.session.lock() },
  ];
  return switches.map(({ name, icon: Icon, act }) => (
    <Tooltip key={name} label={t(`switch.${name}`)}>
      <ActionIcon color="gray" size="md" onClick={act} aria-label={t(`switch.${name}`)}>
        <Icon size={18} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  ));
}
