import type { SessionStatus } from '#core/api/session.ts';

/** What the session screens share. */
export interface SessionFlow {
  readonly status: SessionStatus;
  /** While true the screen stays, even though the session may already be open behind it. */
  readonly onBusy: (isBusy: boolean) => void;
  readonly onRecoveryKey: (recoveryKey: string) => void;
}

/** The code of a typed failure, the reason behind it where it names one, and how long to wait before the next try. */
export function failureOf(error: unknown): { code: string; reason: string | null; waitMs: number } {
  const { code = 'UNKNOWN', data } = error as { code?: string; data?: { code?: string; waitMs?: number } };
  return { code, reason: data?.code ?? null, waitMs: data?.waitMs ?? 0 };
}
