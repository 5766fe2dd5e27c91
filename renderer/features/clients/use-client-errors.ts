import { useClientWords } from '#renderer/features/clients/words.ts';

interface Failure {
  readonly code?: string;
  readonly data?: { readonly problem?: string; readonly id?: string; readonly name?: string };
}

/** What a refused correction says at each field, in words; `other` for anything else. */
export function useClientErrors(error: unknown): {
  readonly phone: string | undefined;
  readonly birthDay: string | undefined;
  readonly other: string | undefined;
  /** The client who has the phone already. */
  readonly taken: { readonly id: string; readonly name: string } | undefined;
} {
  const { t } = useClientWords();
  const { code, data } = (error ?? {}) as Failure;
  const taken = code === 'PHONE_TAKEN' && data?.id ? { id: data.id, name: data.name ?? '' } : undefined;
  const phone =
    code === 'INVALID_PHONE'
      ? t(`phoneProblem.${data?.problem ?? 'UNKNOWN'}`)
      : taken && t('phoneTaken', { name: taken.name });
  const isKnown = code === 'INVALID_PHONE' || code === 'INVALID_BIRTH_DAY' || code === 'PHONE_TAKEN';
  return {
    phone,
    birthDay: code === 'INVALID_BIRTH_DAY' ? t('birthDayProblem') : undefined,
    other:
      error && !isKnown
        ? t(`common:error.${code ?? 'UNKNOWN'}`, { defaultValue: t('common:error.UNKNOWN') })
        : undefined,
    taken,
  };
}
