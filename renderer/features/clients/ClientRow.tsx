import { Badge, Checkbox, Group, Progress, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { memo } from 'react';
import classes from '#renderer/features/clients/clients.module.css';
import type { ListedClient } from '#renderer/features/clients/use-client-pages.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { formatDate, formatMoney } from '#renderer/lib/format.ts';
import { stageColour, tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly client: ListedClient | undefined;
  readonly index: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onOpen: (id: string) => void;
  readonly onToggle: (id: string) => void;
}

/** One line of the list of clients; a grey bar while it is on its way. */
export const ClientRow = memo(function ClientRow(props: Props) {
  const { client, index, top, isActive, isSelected, onOpen, onToggle } = props;
  const { t } = useClientWords();
  const place = {
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-selected': isSelected,
    'data-active': isActive || undefined,
    'data-selected': isSelected || undefined,
    style: { transform: `translateY(${top}px)` },
  };
  if (!client)
    return (
      <div {...place} className={`${classes.row} ${classes.line}`}>
        <span role="cell" />
        <span role="cell">
          <Skeleton height={12} />
        </span>
      </div>
    );
  return (
    <div {...place} className={`${classes.row} ${classes.line}`} onClick={() => onOpen(client.id)}>
      <span role="cell" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          checked={isSelected}
          onChange={() => onToggle(client.id)}
          aria-label={t('list.select', { name: client.name })}
        />
      </span>
      <Group role="cell" gap={4} wrap="nowrap" className={classes.cell}>
        <Text size="sm" fw={600} truncate>
          {client.name}
        </Text>
        {client.isBlocked && (
          <Tooltip label={t('blocked')}>
            <IconBan size={14} color="var(--mantine-color-red-filled)" aria-label={t('blocked')} />
          </Tooltip>
        )}
      </Group>
      <span role="cell" className={classes.cell}>
        {client.phoneMasked ?? '—'}
      </span>
      <span role="cell">
        <Badge color={tierColour[client.tier]}>{t(`common:tier.${client.tier}`)}</Badge>
      </span>
      <span role="cell" className={classes.cell}>
        {client.city ?? '—'}
      </span>
      <span role="cell">
        <Badge color={stageColour[client.stage]}>{t(`common:stage.${client.stage}`)}</Badge>
      </span>
      <span role="cell" className={`${classes.cell} ${classes.number}`}>
        {formatMoney(client.aumFen)}
      </span>
      <LevelCell client={client} />
      <span role="cell" className={`${classes.cell} ${classes.number}`}>
        {client.goldenDaysLeft === null
          ? client.churnScore || '—'
          : t('golden.short', { count: client.goldenDaysLeft })}
      </span>
      <span role="cell" className={classes.cell}>
        {client.lastContactAt === null ? t('never') : formatDate(client.lastContactAt)}
      </span>
      <span role="cell">
        <Tooltip label={`${client.completeness}%`}>
          <Progress value={client.completeness} size="sm" aria-label={t('column.completeness')} />
        </Tooltip>
      </span>
      <Group role="cell" gap={4} wrap="nowrap" className={classes.cell}>
        {client.tags.slice(0, 3).map((tag) => (
          <Badge key={tag} variant="default">
            {tag}
          </Badge>
        ))}
      </Group>
    </div>
  );
});

function LevelCell({ client }: { readonly client: ListedClient }) {
  const { t } = useClientWords();
  const { level, levelThrough, levelEndedOn, isLevelExpired } = client;
  const through = level ? `${level} · ${levelThrough ?? ''}` : t('level.none');
  return (
    <Text
      span
      role="cell"
      inherit
      className={classes.cell}
      c={isLevelExpired ? 'red' : level ? undefined : 'dimmed'}
      title={levelEndedOn === null ? undefined : t('level.ended', { level, day: levelEndedOn })}
    >
      {levelEndedOn === null ? through : t('level.endedShort', { level })}
    </Text>
  );
}
