import { useTranslation } from 'react-i18next';

type Bilingual = Readonly<{ 'zh-CN': string; en: string }>;
interface Cited {
  readonly book: 'NFRA' | 'CSRC' | 'POLICY';
  readonly article: string;
}

/** Returns the words of the risk screens: a text of a sheet in the screen's language, a citation, a reason. */
export function useRiskWords() {
  const { t, i18n } = useTranslation('risk');
  return {
    t,
    /** A bilingual text of the sheet. */
    say: (text: Bilingual): string => (i18n.language === 'en' ? text.en : text['zh-CN']),
    /** A rule book with its article, short: never an article without its book. */
    cite: ({ book, article }: Cited): string => t(`cite.${book}`, { article }),
    /** Why a verdict is what it is, in one sentence. */
    reason: (rule: { readonly id: string }): string => t(`rule.${rule.id}`),
  };
}
