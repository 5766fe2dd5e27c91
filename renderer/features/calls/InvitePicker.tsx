import { Kbd, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from '#renderer/features/calls/desk.module.css';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDate, formatTime } from '#renderer/lib/format.ts';

interface Props {
  readonly clientId: string;
  readonly onPick: (index: number) => void;
  readonly onCancel: () => void;
}

const shown = 6;

/** The next salons a client on the line can be invited to, on the digit keys. */
export function InvitePicker({ clientId, onPick, onCancel }: Props) {
  const { t } = useCallWords();
  const events = useUpcoming();
  const { data: leftOut = [] } = useQuery(api.events.effect.leftOutOf.queryOptions({ input: { clientId } }));
  return (
    <Stack gap={4} role="group" aria-label={t('invite.title')}>
      <PromptHead title={t('invite.title')} onCancel={onCancel} />
      {events.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('invite.none')}
        </Text>
      )}
      {events.map(({ id, title, startsAt, seatsTaken, capacity }, index) => (
        <UnstyledButton key={id} className={classes['outcome']} onClick={() => onPick(index)} tabIndex={-1}>
          <Kbd size="xs">{index + 1}</Kbd>
          <div style={{ minWidth: 0, flex: 1 }}>
            <Text size="sm" truncate title={title}>
              {title}
            </Text>
            <Text size="xs" c="dimmed">
              {formatDate(startsAt).slice(5)} {formatTime(startsAt)} ·{' '}
              {t('invite.seats', { taken: seatsTaken, capacity })}
            </Text>
            {leftOut.includes(id) && (
              <Text size="xs" c="orange">
                {t('invite.leftOut')}
              </Text>
            )}
          </div>
        </UnstyledButton>
      ))}
    </Stack>
  );
}

/** Returns the salons that can still be invited to, earliest first, as many as are offered. */
export function useUpcoming() {
  const { data } = useQuery(api.events.list.queryOptions({ input: { when: 'UPCOMING' } }));
  const open = (data ?? []).filter(({ status }) => status === 'PLANNED' || status === 'OPEN');
  return [...open].sort((a, b) => a.startsAt - b.startsAt).slice(0, shown);
}
