import { Badge, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { IconBan, IconClipboardCheck, IconMessage2, IconPencil, IconPhoneCall } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { PhoneReveal } from '#renderer/features/clients/PhoneReveal.tsx';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { MetBadges } from '#renderer/features/events/MetBadges.tsx';
import { openMessages } from '#renderer/features/messages/open-messages.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';
import { formatMoney } from '#renderer/lib/format.ts';
import { stageColour, tierColour } from '#renderer/lib/semantic.ts';

interface Props {
  readonly profile: Profile;
  readonly onEdit: () => void;
}

/** Who this is and how they stand, on two lines, with the three things done most. */
export function ClientHeader({ profile, onEdit }: Props) {
  const { t } = useClientWords();
  const { id, client } = profile;
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" mb="xs">
      <Stack gap={4} miw={0}>
        <Group gap="xs">
          <Title order={1}>{client.name}</Title>
          <PhoneReveal key={`${id} ${profile.revision}`} profile={profile} />
          <Badge color={tierColour[client.tier]}>{t(`common:tier.${client.tier}`)}</Badge>
          <Badge color={stageColour[profile.stage]}>{t(`common:stage.${profile.stage}`)}</Badge>
          {profile.goldenDaysLeft !== null && (
            <Badge color={profile.goldenDaysLeft <= 30 ? 'orange' : 'cyan'} variant="outline">
              {t('golden.left', { count: profile.goldenDaysLeft })}
            </Badge>
          )}
          <LevelBadge profile={profile} />
          <MetBadges clientId={id} />
          {profile.isBlocked && (
            <Badge color="red" variant="filled" leftSection={<IconBan size={12} />}>
              {t('blocked')}
            </Badge>
          )}
          <ChangeMark entity="client" id={id} />
        </Group>
        <Group gap="md">
          <Text size="sm" fw={600}>
            {t('aum')} {formatMoney(profile.aumFen)}
          </Text>
          <Text size="sm" c="dimmed">
            {t('owner', { name: profile.ownerName ?? '—' })}
          </Text>
          {client.city && (
            <Text size="sm" c="dimmed">
              {client.city}
            </Text>
          )}
          <Group gap={6}>
            <Text size="sm" c="dimmed">
              {t('completeness', { percent: profile.completeness })}
            </Text>
            <Progress w={72} size="sm" value={profile.completeness} aria-label={t('column.completeness')} />
          </Group>
        </Group>
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Button variant="default" leftSection={<IconPencil size={16} />} onClick={onEdit}>
          {t('edit.open')}
        </Button>
        <Button
          variant="default"
          component={Link}
          to={`/clients/${id}/risk-test`}
          leftSection={<IconClipboardCheck size={16} />}
        >
          {t('riskTest')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconMessage2 size={16} />}
          onClick={() => openMessages({ clientId: id, channel: 'WECHAT', reason: 'MANUAL', taskId: null })}
        >
          {t('message')}
        </Button>
        <Button component="a" href={`#/calls?client=${id}`} leftSection={<IconPhoneCall size={16} />}>
          {t('call')}
        </Button>
      </Group>
    </Group>
  );
}

function LevelBadge({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  if (profile.level === null) return <Badge variant="default">{t('level.none')}</Badge>;
  const { level, levelThrough, levelEndedOn, isLevelExpired } = profile;
  const key = isLevelExpired ? 'level.expired' : 'level.through';
  return (
    <Badge color={isLevelExpired ? 'red' : 'teal'}>
      {levelEndedOn === null
        ? t(key, { level, day: levelThrough ?? '' })
        : t('level.ended', { level, day: levelEndedOn })}
    </Badge>
  );
}
