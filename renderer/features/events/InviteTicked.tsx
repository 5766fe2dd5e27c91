import { Button, Menu, Modal, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { InviteOutcome, type Outcome } from '#renderer/features/events/InviteOutcome.tsx';
import { showFailure } from '#renderer/features/events/failure.ts';
import { api, client } from '#renderer/lib/api.ts';
import { formatDateTime } from '#renderer/lib/format.ts';

/** No more are judged at once: a longer list would hold the screen. */
const mostAtOnce = 5000;

/** Invites the clients ticked in the client list to one of the salons to come; says who was not, and why. */
export function InviteTicked({ ids }: { readonly ids: ReadonlySet<string> }) {
  const { t } = useTranslation('events');
  const { data: events = [] } = useQuery(api.events.list.queryOptions({ input: { when: 'UPCOMING' } }));
  const [isInviting, setInviting] = useState(false);
  const [done, setDone] = useState<{ readonly eventId: string; readonly outcome: Outcome } | null>(null);
  const invite = async (eventId: string): Promise<void> => {
    setInviting(true);
    try {
      const asked = { eventId, clientIds: [...ids], from: 'LIST' as const };
      setDone({ eventId, outcome: await client.events.invite(asked) });
    } catch (error) {
      showFailure(error);
    } finally {
      setInviting(false);
    }
  };
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconUserPlus size={14} />}
            loading={isInviting}
            disabled={ids.size > mostAtOnce}
            title={ids.size > mostAtOnce ? t('invite.most', { n: mostAtOnce }) : undefined}
            data-testid="invite-ticked"
          >
            {t('invite.toSalon')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {events.length === 0 && <Menu.Label>{t('empty.upcoming')}</Menu.Label>}
          {events.map(({ id, title, startsAt, seatsTaken, capacity }) => (
            <Menu.Item key={id} onClick={() => void invite(id)}>
              {title}
              <Text size="xs">
                {formatDateTime(startsAt)} · {t('seatsOf', { taken: seatsTaken, capacity })}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={done !== null} onClose={() => setDone(null)} title={t('invite.title')} size="lg">
        {done && (
          <InviteOutcome {...done} onOutcome={(outcome) => setDone({ eventId: done.eventId, outcome })} />
        )}
      </Modal>
    </>
  );
}
