import { useTranslation } from 'react-i18next';
import type { MessageLanguage } from '#core/messages/message.ts';

type Bilingual = Readonly<{ 'zh-CN': string; en: string }>;

/** Words of the message window; `say` picks the screen's language of a text that carries both. */
export function useMessageWords() {
  const { t, i18n } = useTranslation('messages');
  const language: MessageLanguage = i18n.language === 'en' ? 'en' : 'zh-CN';
  return { t, language, say: (text: Bilingual): string => text[language] };
}
