import { useTranslation } from 'react-i18next';
import type { IssueCode } from '#core/import/target.ts';
import { issueWord } from '#core/import/issue-words.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

type Data = Readonly<{ problem?: string; received?: number }>;

/** The words of the import screens, with the sentences for what can go wrong. */
export function useImportWords() {
  const { t, i18n } = useTranslation('imports');
  const language: 'zh-CN' | 'en' = i18n.language === 'en' ? 'en' : 'zh-CN';
  return {
    t,
    language,
    issue: (code: IssueCode) => issueWord(code, language),
    /** A stored value for reading: money, days and codes in words. */
    valueOf: (field: string, value: string) => {
      if (field === 'statedAssetsFen') return formatMoney(Number(value));
      if (field === 'registeredAt') return formatDateTime(Number(value));
      return t(`value.${field}.${value}`, { defaultValue: value });
    },
    problem: (code: string) => t(`problem.${code}`, { defaultValue: t('problem.STORE', { code }) }),
    /** A failed call in words: the file's or the plan's own sentence where there is one. */
    failure: (error: unknown): string => {
      const { code = 'UNKNOWN', data } = (error ?? {}) as { code?: string; data?: Data };
      const own = data?.problem ?? code;
      return t(`problem.${own}`, {
        defaultValue: t(`common:error.${code}`, { defaultValue: t('common:error.UNKNOWN') }),
      });
    },
  };
}
