import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/lib/api.ts';

/** Returns the reasons offered for inviting somebody whom nobody talked to on the phone yet, in the screen's language. */
export function useLadderReasons(): string[] {
  const { i18n } = useTranslation();
  const { data } = useQuery(api.events.ladderReasons.queryOptions());
  return (data ?? []).map((reason) => (i18n.language === 'en' ? reason.en : reason['zh-CN']));
}
