import { useTranslation } from 'react-i18next';
import type { DoorCard } from '#core/api/event-door.ts';
import classes from '#renderer/features/events/CheckIn.module.css';

/** Whose guest this is and what to talk about; never an amount. */
export function HostCard({ card }: { readonly card: DoorCard }) {
  const { t } = useTranslation('events');
  const facts = [
    ...(card.hostName ? [[t('host.manager'), card.hostName]] : []),
    ...(card.tier ? [[t('host.tier'), t(`common:tier.${card.tier}`)]] : []),
    ...(card.broughtBy ? [[t('host.broughtBy'), card.broughtBy]] : []),
    ...(card.maskedPhone ? [[t('host.phone'), card.maskedPhone]] : []),
  ];
  return (
    <div className={classes.host} data-testid="host-card">
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {card.talkingPoints.length > 0 && (
        <ul>
          {card.talkingPoints.map((point) => (
            <li key={point.kind}>{t(`talk.${point.kind}`, { ...point, context: soon(point) })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Today and what has passed read better as words than as a number of days. */
function soon(point: DoorCard['talkingPoints'][number]): string | undefined {
  if (!('inDays' in point)) return undefined;
  return point.inDays === 0 ? 'today' : point.inDays < 0 ? 'past' : undefined;
}
