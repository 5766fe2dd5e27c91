import { useTranslation } from 'react-i18next';
import type { Line, LineCall } from '#core/calls/softphone.ts';
import type { Refusal } from '#renderer/features/phone/phone-store.ts';

/** Words for what the telephone does, and why it does not. */
export function usePhoneWords() {
  const { t } = useTranslation('phone');

  /** Says how the line to the server stands. */
  const line = (of: Line): string =>
    of.state === 'FAILED' ? t(`problem.${of.problem}`) : t(`line.${of.state}`);

  /** Says how a call ended, with the time talked where there was a talk. */
  const ending = ({ ending: how, answeredAt, endedAt }: LineCall): string => {
    const seconds = answeredAt === null || endedAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000);
    const talked = t('talked', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
    return answeredAt === null ? t(`ending.${how}`) : `${t(`ending.${how}`)} ${talked}`;
  };

  /** Says why nothing was dialled, where it was not the contact gate. */
  const refused = (kind: Exclude<Refusal['kind'], 'GATE'>, of: Line): string =>
    kind === 'LINE' ? line(of) : t(`refused.${kind}`);

  return { t, line, ending, refused };
}
