import { useTranslation } from 'react-i18next';
import type { Language } from '#core/risk/step-text.ts';
import { taskWords } from '#core/risk/task-text.ts';

/** Puts a task's text into words of the language on screen: the centre writes codes. */
export function useTaskWords(): (text: string) => string {
  const { i18n } = useTranslation();
  return (text) => taskWords(text, i18n.language as Language);
}
