import type { TFunction } from 'i18next';

/** Says what is wrong with a hand-over, and what to do. */
export function handOverFailure(t: TFunction<'hand-over'>, error: unknown): string {
  const code = (error as { code?: string } | null)?.code ?? 'UNKNOWN';
  return t([`failure.${code}`, `common:error.${code}`, 'common:error.UNKNOWN']);
}
