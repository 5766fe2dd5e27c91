import { Badge, Button, Group, Stack, Text, ThemeIcon, type MantineColor } from '@mantine/core';
import {
  IconActivity,
  IconBan,
  IconBrandWechat,
  IconCalendarEvent,
  IconClipboardCheck,
  IconDoorEnter,
  IconEye,
  IconMessage2,
  IconNote,
  IconPhone,
  IconShieldCheck,
  IconTag,
  type Icon,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '#core/clients/timeline.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';
import { client, tellFailure } from '#renderer/lib/api.ts';
import { formatDateTime, formatMoney } from '#renderer/lib/format.ts';

type Words = TFunction<['clients', 'common']>;

const looks: Record<TimelineEntry['kind'], { readonly icon: Icon; readonly color: MantineColor }> = {
  CONTACT: { icon: IconPhone, color: 'brand' },
  NOTE: { icon: IconNote, color: 'yellow' },
  RISK_TEST: { icon: IconClipboardCheck, color: 'indigo' },
  ACTIVITY: { icon: IconActivity, color: 'gray' },
  CONSENT: { icon: IconShieldCheck, color: 'teal' },
  EVENT: { icon: IconCalendarEvent, color: 'grape' },
  CHECK_IN: { icon: IconDoorEnter, color: 'grape' },
  TAG: { icon: IconTag, color: 'cyan' },
  REVEAL: { icon: IconEye, color: 'gray' },
  VERDICT: { icon: IconBan, color: 'red' },
  REFUSAL: { icon: IconBan, color: 'red' },
};

const channelIcons: Readonly<Partial<Record<string, Icon>>> = { SMS: IconMessage2, WECHAT: IconBrandWechat };

function lookOf(entry: TimelineEntry): { readonly icon: Icon; readonly color: MantineColor } {
  const icon = entry.kind === 'CONTACT' ? channelIcons[entry.channel] : undefined;
  return { ...looks[entry.kind], ...(icon && { icon }) };
}

/** The kind of row behind an entry that can be made or changed here. */
const entityOf: Readonly<Record<TimelineEntry['kind'], string | null>> = {
  CONTACT: 'contact',
  NOTE: 'note',
  RISK_TEST: 'riskTest',
  ACTIVITY: null,
  CONSENT: 'consent',
  EVENT: 'guest',
  CHECK_IN: 'checkIn',
  TAG: 'tag',
  REVEAL: 'reveal',
  VERDICT: 'verdict',
  REFUSAL: 'contactVerdict',
};

/** One thing that happened: what, in words, when and by whom; what was undone is struck through. */
export const TimelineItem = memo(function TimelineItem({ entry }: { readonly entry: TimelineEntry }) {
  const { t } = useClientWords();
  const { icon: Icon, color } = lookOf(entry);
  const isUndone = entry.kind === 'CONTACT' && entry.isUndone;
  const over = entry.kind === 'CONTACT' ? entry.over : null;
  const risk = useRiskWords();
  const detail =
    entry.kind === 'VERDICT' ? `${risk.reason({ id: entry.ruleId })} ${risk.cite(entry)}` : detailOf(entry);
  const entity = entityOf[entry.kind];
  return (
    <Group gap="sm" align="flex-start" wrap="nowrap">
      <ThemeIcon size={28} radius="xl" variant="light" color={color}>
        <Icon size={16} stroke={1.6} />
      </ThemeIcon>
      <Stack gap={0} flex={1} miw={0}>
        <Group gap="xs" justify="space-between" wrap="nowrap" align="flex-start">
          <Text
            size="sm"
            fw={500}
            td={isUndone ? 'line-through' : undefined}
            c={isUndone ? 'dimmed' : undefined}
          >
            {wordsOf(entry, t)}
            {entry.kind === 'CONTACT' && entry.isAsService && ` · ${t('timeline.asService')}`}
            {isUndone && ` · ${t('timeline.undone')}`}
            {over !== null && <OverContact {...over} />}
          </Text>
          <Group gap={6} wrap="nowrap">
            {entity && <ChangeMark entity={entity} id={entry.id} />}
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {entry.by ? `${entry.by} · ` : ''}
              {formatDateTime(entry.at)}
            </Text>
          </Group>
        </Group>
        {entry.kind === 'CONTACT' && entry.words !== null && !isUndone && <Reply {...entry} />}
        {detail && (
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {detail}
          </Text>
        )}
      </Stack>
    </Group>
  );
});

/** Says whether the client replied to a message, and takes the manager's word for it with one press. */
function Reply({ id, isReplied }: { readonly id: string; readonly isReplied: boolean }) {
  const { t } = useClientWords();
  const note = async (): Promise<void> => {
    try {
      await client.messages.reply({ contactId: id, isReply: !isReplied });
    } catch (error) {
      tellFailure(error, t('timeline.replyFailed'));
    }
  };
  return (
    <Button
      size="compact-xs"
      variant={isReplied ? 'light' : 'subtle'}
      color={isReplied ? 'teal' : 'gray'}
      w="fit-content"
      // Its words stand under those of the line above.
      ml={isReplied ? 0 : -8}
      aria-pressed={isReplied}
      onClick={() => void note()}
      data-reply={id}
    >
      {t(isReplied ? 'timeline.replied' : 'timeline.markReplied')}
    </Button>
  );
}

/** Marks a contact that should not have been made, with its rule. */
function OverContact({ code, ruleId }: { readonly code: string; readonly ruleId: string }) {
  const { t } = useTranslation(['clients', 'calls']);
  return (
    <Badge component="span" size="sm" color="red" ml={8} tt="none" data-over={ruleId}>
      {t('timeline.over', { why: t(`calls:over.${code}`), rule: ruleId })}
    </Badge>
  );
}

function wordsOf(entry: TimelineEntry, t: Words): string {
  switch (entry.kind) {
    case 'CONTACT':
      return `${t(`channel.${entry.channel}`)} · ${t(`outcome.${entry.outcome}`)}`;
    case 'NOTE':
      return t('timeline.note');
    case 'RISK_TEST':
      return riskWords(entry, t);
    case 'ACTIVITY':
      return [
        t(`activity.${entry.activity}`),
        entry.productName,
        entry.amountFen && formatMoney(entry.amountFen),
      ]
        .filter(Boolean)
        .join(' · ');
    case 'CONSENT':
      return consentWords(entry, t);
    case 'EVENT':
      return `${entry.title ?? t('timeline.event')} · ${t(`guest.${entry.state}`)}`;
    case 'CHECK_IN':
      return `${entry.title ?? t('timeline.event')} · ${t(`checkIn.${entry.checkIn}`)}`;
    case 'TAG':
      return t('timeline.tag', { name: entry.name });
    case 'REVEAL':
      return t(`reveal.${entry.reason}`);
    case 'VERDICT':
      return t('timeline.refusedProduct', {
        name: entry.productName ?? t('timeline.unknownProduct'),
        place: t(`place.${entry.place}`),
      });
    case 'REFUSAL':
      return t('timeline.refusedContact', {
        channel: t(`channel.${entry.channel}`),
        why: t(`calls:gate.${entry.code}`),
        rule: entry.ruleId,
      });
  }
}

function riskWords(entry: Extract<TimelineEntry, { kind: 'RISK_TEST' }>, t: Words): string {
  const { level, previousLevel } = entry;
  const words =
    previousLevel && previousLevel !== level
      ? t('timeline.levelChanged', { from: previousLevel, to: level })
      : t('timeline.level', { level });
  return entry.isVoid ? `${words} · ${t('timeline.void')}` : words;
}

function consentWords(entry: Extract<TimelineEntry, { kind: 'CONSENT' }>, t: Words): string {
  const about = [
    t(entry.channel ? `channel.${entry.channel}` : 'consent.allChannels'),
    t(entry.purpose ? `purpose.${entry.purpose}` : 'consent.allPurposes'),
  ];
  return `${t(entry.given ? 'consent.given' : 'consent.withdrawn')} · ${about.join(' · ')}`;
}

function detailOf(entry: TimelineEntry): string {
  if (entry.kind === 'CONTACT') return [entry.words, entry.note].filter(Boolean).join('\n');
  if (entry.kind === 'NOTE') return entry.text;
  return entry.kind === 'CONSENT' ? entry.evidence : '';
}
