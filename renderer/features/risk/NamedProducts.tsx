import { Text } from '@mantine/core';
import { useRiskWords } from '#renderer/features/risk/words.ts';

interface NamedProduct {
  readonly productName: string | null;
  readonly rule: { readonly id: string; readonly book: 'NFRA' | 'CSRC' | 'POLICY'; readonly article: string };
  readonly missing: readonly string[];
  readonly openSteps: readonly {
    readonly code: string;
    readonly book: 'NFRA' | 'CSRC' | 'POLICY';
    readonly article: string;
  }[];
}

interface Props {
  readonly products: readonly NamedProduct[];
  /** Read from two metres, in the colour of whatever it stands on. */
  readonly isLarge?: boolean;
}

/** Product by product, why it may not be named, or what is to be done first: with book and article, and what is missing. */
export function NamedProducts({ products, isLarge = false }: Props) {
  const { t, cite, reason } = useRiskWords();
  return products.map(({ productName, rule, missing, openSteps }, index) => {
    const steps = openSteps.map((step) => `${t(`step.${step.code}`)} (${cite(step)})`).join(' · ');
    const absent = missing.map((what) => t(`missing.${what}`)).join(t('missing.comma'));
    return (
      <Text
        key={index}
        {...(isLarge ? { fz: 'lg', fw: 500 } : { size: 'xs', c: 'dimmed' })}
        data-testid="named-product"
      >
        {productName ?? t('unknownProduct')}
        {' · '}
        {steps || `${reason(rule)} ${cite(rule)}`}
        {absent && ` · ${t('missing.title', { what: absent })}`}
      </Text>
    );
  });
}
