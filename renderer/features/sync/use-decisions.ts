import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryClient, tellFailure, type client } from '#renderer/lib/api.ts';

export type Conflict = Awaited<ReturnType<typeof client.sync.conflicts>>[number];

/** How long a decision can be taken back with one press. */
const undoMs = 10_000;

interface Decided {
  readonly conflict: Conflict;
  readonly take: 'winner' | 'loser';
}

/** Decides conflicts and remembers the latest decision for as long as it can be taken back. */
export interface Decisions {
  readonly last: Decided | null;
  readonly isBusy: boolean;
  readonly decide: (decided: Decided) => void;
  readonly undo: () => void;
}

/** Deciding conflicts, and ten seconds to take the latest decision back. */
export function useDecisions(): Decisions {
  const { t } = useTranslation('sync');
  const [last, setLast] = useState<Decided | null>(null);
  const shared = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.sync.conflicts.key() }),
    onError: (error: unknown) => tellFailure(error, t('conflict.failed')),
  };
  const decide = useMutation(api.sync.decideConflict.mutationOptions(shared));
  const undo = useMutation(api.sync.undoDecision.mutationOptions(shared));
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => setLast(null), undoMs);
    return () => clearTimeout(timer);
  }, [last]);
  return {
    last,
    isBusy: decide.isPending || undo.isPending,
    decide: (decided) =>
      decide.mutate({ id: decided.conflict.id, take: decided.take }, { onSuccess: () => setLast(decided) }),
    undo: () => {
      if (last) undo.mutate({ id: last.conflict.id }, { onSettled: () => setLast(null) });
    },
  };
}
