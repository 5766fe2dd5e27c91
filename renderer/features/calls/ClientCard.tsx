import { memo } from 'react';
import { Anchor, Badge, Button, Group, Kbd, Text, Title } from '@mantine/core';
import { IconBell, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '#core/api/calls.ts';
import { minuteMs } from '#core/base/time.ts';
import { CardFacts } from '#renderer/features/calls/CardFacts.tsx';
import { CardQuestion } from '#renderer/features/calls/CardQuestion.tsx';
import { CardScript } from '#renderer/features/calls/CardScript.tsx';
import { GateLine } from '#renderer/features/calls/GateLine.tsx';
import { LastContacts } from '#renderer/features/calls/LastContacts.tsx';
import classes from '#renderer/features/calls/desk.module.css';
import { RelationLine } from '#renderer/features/calls/RelationLine.tsx';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { useTaskWords } from '#renderer/lib/task-words.ts';
import { BudgetLineOf } from '#renderer/features/clients/BudgetCard.tsx';
import { MetBadges } from '#renderer/features/events/MetBadges.tsx';
import { VerdictLine } from '#renderer/features/risk/VerdictLine.tsx';
import { stageColour, tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly card: CallCard;
  readonly now: number;
  /** The number, once it was revealed for dialling; that is on record. */
  readonly phone: string | null;
  /** Dialled as a service: no word that sells. */
  readonly isAsService: boolean;
  readonly onDial: () => void;
  readonly onAsk: () => void;
  /** Given to somebody else meanwhile: nothing of the card invites to call or to ask any more. */
  readonly isGone: boolean;
}

/** The client on the line: who, why, what may be said, what to know, what to say, what was said. */
export const ClientCard = memo(function ClientCard({
  card,
  now,
  phone,
  onDial,
  onAsk,
  isGone,
  isAsService,
}: Props) {
  const { t, reason } = useCallWords();
  const taskText = useTaskWords()(card.taskText);
  const why = reason(card, now);
  return (
    <article
      className={`${classes['column']} ${classes['panel']}`}
      style={{ padding: 14 }}
      data-client={card.clientId}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Who card={card} />
        {!isGone && <Dial card={card} phone={phone} onDial={onDial} />}
      </Group>
      <Group className={classes['why']} gap={8} wrap="nowrap">
        <Text c="dimmed" size="xs" style={{ whiteSpace: 'nowrap' }}>
          {t('card.why')}
        </Text>
        {isPromisedNow(card, now) && (
          <Badge color="orange" variant="filled" leftSection={<IconBell size={11} />} data-due-now>
            {t('card.dueNow')}
          </Badge>
        )}
        <Text fw={600} size="sm" truncate style={{ flex: '0 1 auto' }} title={why}>
          {why}
        </Text>
        {taskText !== why && (
          <Text size="sm" truncate title={taskText}>
            {taskText}
          </Text>
        )}
      </Group>
      {!isGone && <GateLine verdict={card.verdict} now={now} isAsService={isAsService} />}
      {!isGone && <BudgetLineOf clientId={card.clientId} />}
      {!isGone && <RelationLine card={card} now={now} />}
      <VerdictLine clientId={card.clientId} />
      <CardFacts facts={card.facts} />
      {!isGone && <CardQuestion card={card} onAsk={onAsk} />}
      <CardScript card={card} />
      <LastContacts contacts={card.lastContacts} now={now} />
    </article>
  );
});

/** As long after the agreed time a promise is still kept (CQ32). */
const promiseMs = 15 * minuteMs;

/** The agreed time has come: the reminder of it stands here, for as long as the client is on screen. */
function isPromisedNow({ taskKind, dueAt }: CallCard, now: number): boolean {
  return taskKind === 'CALLBACK' && dueAt !== null && dueAt < now + minuteMs && now - dueAt <= promiseMs;
}

function Who({ card }: { card: CallCard }) {
  const { t } = useCallWords();
  const { t: common } = useTranslation();
  const { name, gender, age, city, occupation, tier, stage, goldenDaysLeft } = card;
  const about = [
    gender && t(`gender.${gender}`),
    age !== null && t('card.age', { age }),
    city,
    occupation,
  ].filter(Boolean);
  return (
    <div style={{ minWidth: 0 }}>
      <Group gap={8} align="baseline">
        <Anchor component={Link} to={`/clients/${card.clientId}`} c="inherit" underline="hover" tabIndex={-1}>
          <Title order={1} fz={22}>
            {name}
          </Title>
        </Anchor>
        <Text size="sm" c="dimmed">
          {about.join(' · ')}
        </Text>
      </Group>
      <Group gap={6} mt={4}>
        <Badge color={tierColour[tier]}>{common(`tier.${tier}`)}</Badge>
        <Badge color={stageColour[stage]}>
          {common(`stage.${stage}`)}
          {goldenDaysLeft !== null && ` · ${t('card.daysLeft', { days: goldenDaysLeft })}`}
        </Badge>
        <LevelBadge card={card} />
        <MetBadges clientId={card.clientId} />
      </Group>
    </div>
  );
}

function LevelBadge({ card: { level, levelThrough, levelEndedOn, isLevelExpired } }: { card: CallCard }) {
  const { t } = useCallWords();
  if (level === null) return <Badge color="gray">{t('card.noLevel')}</Badge>;
  if (levelEndedOn !== null)
    return <Badge color="red">{t('card.levelEnded', { level, day: levelEndedOn })}</Badge>;
  return (
    <Badge color={isLevelExpired ? 'red' : 'brand'}>
      {t(isLevelExpired ? 'card.levelExpired' : 'card.level', { level, until: levelThrough })}
    </Badge>
  );
}

function Dial({ card, phone, onDial }: Pick<Props, 'card' | 'phone' | 'onDial'>) {
  const { t } = useCallWords();
  if (card.phoneMasked === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('card.noPhone')}
      </Text>
    );
  }
  return (
    <Group gap={10} wrap="nowrap">
      {phone === null ? (
        <Text fz={18} fw={600} td={card.phoneUsable ? undefined : 'line-through'}>
          {card.phoneMasked}
        </Text>
      ) : (
        <Anchor href={`tel:${phone}`} fz={18} fw={600} tabIndex={-1}>
          {phone}
        </Anchor>
      )}
      <Button
        leftSection={<IconPhone size={16} />}
        rightSection={<Kbd size="xs">Enter</Kbd>}
        variant={card.verdict.allowed ? 'filled' : 'default'}
        onClick={onDial}
        tabIndex={-1}
      >
        {t('card.dial')}
      </Button>
    </Group>
  );
}
