import { Button, Group } from '@mantine/core';
import { IconBarcode, IconArrowBackUp } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoorAnswer, DoorGuest } from '#core/api/event-door.ts';
import classes from '#renderer/features/events/CheckIn.module.css';
import { DoorBanner } from '#renderer/features/events/DoorBanner.tsx';
import { DoorMatch } from '#renderer/features/events/DoorMatches.tsx';
import { HostCard } from '#renderer/features/events/HostCard.tsx';
import { NamedProducts } from '#renderer/features/risk/NamedProducts.tsx';
import { doorTone } from '#renderer/features/events/tone.ts';
import type { Shown } from '#renderer/features/events/use-door.ts';
import { formatDateTime, formatTime } from '#renderer/lib/format.ts';

interface Props {
  readonly shown: Shown | null;
  readonly onPick: (guest: DoorGuest) => void;
  readonly onOverride: (answer: DoorAnswer) => void;
  readonly onUndo: (checkInId: string, name: string) => void;
  readonly onWalkIn: () => void;
}

/** The answer, full size: colour first, then the name, then what it means and what to do. */
export const DoorPanel = memo(function DoorPanel(props: Props) {
  const { t } = useTranslation('events');
  const { shown } = props;
  if (!shown) {
    return (
      <section className={classes.panel} data-tone="idle" data-testid="door-panel">
        <IconBarcode className={classes.icon} stroke={1.2} aria-hidden />
        <p className={classes.words}>{t('checkIn.idle')}</p>
      </section>
    );
  }
  if (shown.kind === 'failed') {
    return (
      <DoorBanner tone="red" title={t('checkIn.failed')} data-result="FAILED">
        {t([`refusal.${shown.code}`, `common:error.${shown.code}`, 'common:error.UNKNOWN'])}
      </DoorBanner>
    );
  }
  if (shown.kind === 'undone') {
    return (
      <DoorBanner tone="amber" title={shown.name} data-result="UNDONE">
        {t(shown.isStillIn ? 'checkIn.undoneStillIn' : 'checkIn.undone')}
      </DoorBanner>
    );
  }
  return <Answer {...props} answer={shown.answer} />;
});

function Answer({ answer, ...props }: Props & { readonly answer: DoorAnswer }) {
  const { t } = useTranslation('events');
  const { card, result, earlier, otherEvent, choices, checkInId } = answer;
  const words =
    result === 'OK'
      ? t(answer.isReentry ? 'result.REENTRY' : 'result.OK')
      : t(answer.isGenuine ? 'result.GENUINE' : `result.${result}`);
  const isNote = result === 'SUITABILITY_NOTE';
  const canOverride = isNote || (result === 'NOT_CONFIRMED' && card?.doorRule === 'WITH_REASON');
  const canWalkIn = ['CANCELLED', 'UNKNOWN', 'WRONG_EVENT', 'REVOKED'].includes(result);
  return (
    <DoorBanner tone={doorTone(answer)} title={card?.name ?? words} data-result={result}>
      {card && <p className={classes.words}>{words}</p>}
      {card?.seat && (
        <p className={classes.seat} data-testid="door-seat">
          {t('seating:door')} <strong>{card.seat}</strong>
        </p>
      )}
      {earlier && (
        <p className={classes.detail}>
          {t('result.earlier', {
            time: formatTime(earlier.at),
            desk: earlier.desk,
            name: earlier.managerName ?? '—',
          })}
        </p>
      )}
      {result === 'NOT_CONFIRMED' && card && (
        <p className={classes.detail}>{t('result.state', { state: t(`standing.${card.state}`) })}</p>
      )}
      {answer.isOverride && <p className={classes.detail}>{t('result.override')}</p>}
      {otherEvent && (
        <p className={classes.detail}>
          {t('result.other', { title: otherEvent.title, when: formatDateTime(otherEvent.startsAt) })}
        </p>
      )}
      {isNote && card && <p className={classes.detail}>{t('hint.SUITABILITY_NOTE')}</p>}
      {!card && choices.length === 0 && (
        <p className={classes.detail}>
          {t(answer.isGenuine ? 'hint.GENUINE' : `hint.${result}`, { defaultValue: '' })}
        </p>
      )}
      {answer.products.length > 0 && (
        <div>
          <NamedProducts products={answer.products} isLarge />
        </div>
      )}
      {card && <HostCard card={card} />}
      {choices.length > 0 && (
        <div className={classes.choices} role="listbox" aria-label={t('checkIn.matches')}>
          {choices.map((guest) => (
            <DoorMatch key={guest.id} guest={guest} isSelected={false} onPick={props.onPick} />
          ))}
        </div>
      )}
      <Group gap="sm" mt="auto">
        {canOverride && (
          <Button size="lg" color="dark" onClick={() => props.onOverride(answer)} data-testid="admit-anyway">
            {t('override.open')}
          </Button>
        )}
        {(canWalkIn || choices.length > 0) && (
          <Button size="lg" color="dark" onClick={props.onWalkIn}>
            {t('walkIn.open')}
          </Button>
        )}
        {checkInId && card && (
          <Button
            size="md"
            color="dark"
            variant="light"
            className={classes.quiet}
            leftSection={<IconArrowBackUp size={18} />}
            onClick={() => props.onUndo(checkInId, card.name)}
            data-testid="undo-last"
          >
            {t('checkIn.does.undo')}
          </Button>
        )}
      </Group>
    </DoorBanner>
  );
}
