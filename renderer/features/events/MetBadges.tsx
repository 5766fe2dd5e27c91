import { Badge, Tooltip } from '@mantine/core';
import { IconHeart, IconUsersPlus, IconUserCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { salonRules } from '#core/events/salon-rules.ts';
import { api } from '#renderer/lib/api.ts';
import { formatDate } from '#renderer/lib/format.ts';

type Met = Awaited<ReturnType<typeof api.events.after.met.call>>[number];

/** Whether somebody met this client in person, who comes again and again, and who brings others; by check-ins alone. */
export function MetBadges({ clientId }: { readonly clientId: string }) {
  const { t } = useTranslation('events');
  const { data } = useQuery(api.events.after.met.queryOptions({ input: { clientIds: [clientId] } }));
  const met = data?.[0];
  if (!met) return null;
  const { last } = met;
  return (
    <>
      <Tooltip
        label={last ? t('met.at', { title: last.title, day: formatDate(last.at) }) : t('met.neverText')}
      >
        <Badge
          color={last ? 'teal' : 'gray'}
          variant="outline"
          leftSection={last && <IconUserCheck size={11} aria-hidden />}
          data-testid="met"
        >
          {last ? t('met.on', { day: formatDate(last.at) }) : t('met.never')}
        </Badge>
      </Tooltip>
      <StandingFlags met={met} />
    </>
  );
}

/** Comes again and again, brings others: the firm's rules, said with their numbers. */
export function StandingFlags({ met }: { readonly met: Met }) {
  const { t } = useTranslation('events');
  const { months } = salonRules.regular;
  return (
    <>
      {met.isRegular && (
        <Tooltip label={t('met.regularText', { n: met.visits, months })}>
          <Badge color="grape" leftSection={<IconHeart size={11} aria-hidden />}>
            {t('met.regular')}
          </Badge>
        </Tooltip>
      )}
      {met.isAdvocate && (
        <Tooltip label={t('met.advocateText', { n: met.broughtAlong, months: salonRules.advocate.months })}>
          <Badge color="indigo" leftSection={<IconUsersPlus size={11} aria-hidden />}>
            {t('met.advocate')}
          </Badge>
        </Tooltip>
      )}
    </>
  );
}
