import { Spotlight, createSpotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconSearch, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '#renderer/app/pages.ts';
import { useClientSearch } from '#renderer/features/clients/use-client-search.ts';
import { isTyping } from '#renderer/lib/keys.ts';

const [store, palette] = createSpotlight();

/** Opens the search palette. */
export const openPalette = palette.open;

/** Finds clients by character, pinyin, initials or phone tail, and pages by name. `/` or Ctrl/Cmd+K. */
export function SearchPalette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const found = useClientSearch(text);
  useEffect(() => openOnSlash(), []);
  const clients: SpotlightActionData[] = found.map(({ id, name, phoneMasked, tier, stage }) => ({
    id,
    label: name,
    description: [phoneMasked, t(`tier.${tier}`), t(`stage.${stage}`)].filter(Boolean).join(' · '),
    leftSection: <IconUser size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: '/clients/$clientId', params: { clientId: id } }),
  }));
  const matching: SpotlightActionData[] = pages
    .filter(({ name }) => t(`page.${name}`).toLowerCase().includes(text.trim().toLowerCase()))
    .map(({ to, name, icon: Icon }) => ({
      id: to,
      label: t(`page.${name}`),
      leftSection: <Icon size={18} stroke={1.6} />,
      onClick: () => void navigate({ to }),
    }));
  const [first] = [...clients, ...matching];
  const openFirst = (event: ReactKeyboardEvent): void => {
    const hasChosen = store.getState().selected >= 0;
    if (event.key !== 'Enter' || hasChosen || text.trim() === '' || !first || event.nativeEvent.isComposing)
      return;
    event.preventDefault();
    first.onClick?.(event as never);
    palette.close();
  };
  return (
    <Spotlight
      store={store}
      query={text}
      onQueryChange={setText}
      filter={(_query, actions) => actions}
      actions={[
        { group: t('search.clients'), actions: clients },
        { group: t('search.pages'), actions: matching },
      ].filter(({ actions }) => actions.length > 0)}
      shortcut={['mod + K']}
      styles={{ actionDescription: { opacity: 1 } }}
      attributes={{ content: { 'aria-label': t('search.open') } }}
      nothingFound={t('search.nothing')}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('search.hint'),
        'aria-label': t('search.open'),
        onKeyDown: openFirst,
      }}
    />
  );
}

function openOnSlash(): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.code !== 'Slash' || event.shiftKey || event.ctrlKey || event.metaKey || isTyping(event)) return;
    event.preventDefault();
    openPalette();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
