import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { CallState } from '#renderer/features/calls/call-state.ts';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { client, tellFailure } from '#renderer/lib/api.ts';

/** An invitation made with one key, as long as one key takes it back. */
interface Invited {
  readonly contactId: string;
  readonly name: string;
  /** By the workstation's clock. */
  readonly until: number;
  /** By this window's clock. */
  readonly at: number;
}

/** Invites the client on screen with one key, and takes the last invitation back while that is allowed. */
export function useInvitation(
  card: Desk['card'],
  change: (changed: Partial<CallState>) => void,
): {
  readonly invited: Invited | null;
  readonly invite: (eventId: string, overrideReason?: string | null) => Promise<void>;
  readonly takeBack: (invited: Invited) => Promise<void>;
} {
  const { t } = useCallWords();
  const [invited, setInvited] = useState<Invited | null>(null);
  const invite = async (eventId: string, overrideReason: string | null = null): Promise<void> => {
    change({ mode: 'ready', ladderFor: null });
    if (!card) return;
    const { name, clientId } = card;
    try {
      const { invited, skipped } = await client.events.invite({
        eventId,
        clientIds: [clientId],
        from: 'CALL',
        overrideReason,
      });
      if (skipped[0]?.reason === 'LADDER') return change({ mode: 'ladder', ladderFor: eventId });
      const isInvited = invited.length > 0;
      const takeBack = invited[0]?.takeBack;
      if (takeBack) setInvited({ ...takeBack, name, at: Date.now() });
      const message = isInvited ? t('invite.done', { name }) : t(`invite.${skipped[0]?.reason}`);
      notifications.show({ message, color: isInvited ? 'teal' : 'yellow', position: 'top-center' });
    } catch (error) {
      tellFailure(error, t('invite.undefined'));
    }
  };
  const takeBack = async (one: Invited): Promise<void> => {
    setInvited(null);
    await takeInvitationBack(one, t);
  };
  return { invited, invite, takeBack };
}

async function takeInvitationBack({ contactId, name }: Invited, t: TFunction<'calls'>): Promise<void> {
  try {
    await client.calls.undo({ contactId });
    notifications.show({ message: t('invite.takenBack', { name }), color: 'teal', position: 'top-center' });
  } catch (error) {
    tellFailure(error, t('failed.TOO_LATE'));
  }
}
