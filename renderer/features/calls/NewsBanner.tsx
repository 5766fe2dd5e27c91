import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

/** Says at once what arrived about the client on screen: given to somebody else, not to be called any more, taken elsewhere. */
export function NewsBanner({ desk }: { readonly desk: Desk }) {
  const { t } = useCallWords();
  const { news, card } = desk;
  if (!news || !card) return null;
  const why = news === 'BLOCKED' ? t(`gate.${card.verdict.code}`) : '';
  return (
    <Alert
      color={news === 'ELSEWHERE' ? 'yellow' : 'red'}
      icon={<IconAlertTriangle size={18} />}
      title={t(`news.${news}`, { why })}
      p="xs"
      role="alert"
      data-news={news}
    >
      <Text size="xs">{t(`newsHelp.${news}`)}</Text>
    </Alert>
  );
}
