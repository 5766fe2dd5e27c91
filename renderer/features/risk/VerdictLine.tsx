import { Group, Skeleton, Text } from '@mantine/core';
import { IconBan, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';
import { verdictColour } from '#renderer/lib/semantic.ts';

/** One line for whoever talks to the client: may a product be talked about, up to which rating, until when. */
export function VerdictLine({ clientId }: { readonly clientId: string }) {
  const { t, cite, reason } = useRiskWords();
  const { data, error } = useQuery(api.risk.line.queryOptions({ input: { clientId } }));
  if (error) return <Line isOk={false} text={t('line.failed')} />;
  if (!data) return <Skeleton height={20} />;
  const { standing, recommendable, ratingUpTo, until, blockedBy } = data;
  if (recommendable > 0 && standing && until !== null) {
    const text = t('line.upTo', { rating: ratingUpTo, count: recommendable, level: standing.level, until });
    return <Line isOk text={text} note={standing.isProvisional ? t('provisional.short') : null} />;
  }
  const why = blockedBy ? `${reason(blockedBy)} ${cite(blockedBy)}` : t('line.emptyShelf');
  const text = recommendable > 0 ? t('line.exemptOnly', { count: recommendable }) : t('line.none');
  return <Line isOk={false} text={`${text} ${why}`} />;
}

function Line({ isOk, text, note }: { isOk: boolean; text: string; note?: string | null }) {
  const colour = isOk ? verdictColour.ok : verdictColour.blocked;
  return (
    <Group gap={6} wrap="nowrap" data-verdict={isOk ? 'allow' : 'block'}>
      <Text c={colour} component="span" lh={0}>
        {isOk ? <IconShieldCheck size={16} aria-hidden /> : <IconBan size={16} aria-hidden />}
      </Text>
      <Text size="sm" lineClamp={1} title={text}>
        {text}
      </Text>
      {note && (
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {note}
        </Text>
      )}
    </Group>
  );
}
