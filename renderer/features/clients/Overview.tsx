import { Alert, Badge, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { BudgetCard } from '#renderer/features/clients/BudgetCard.tsx';
import classes from '#renderer/features/clients/clients.module.css';
import { NoteBox } from '#renderer/features/clients/NoteBox.tsx';
import type { Profile } from '#renderer/features/clients/profile.ts';
import { TagEditor } from '#renderer/features/clients/TagEditor.tsx';
import { Timeline } from '#renderer/features/clients/Timeline.tsx';
import { useClientWords } from '#renderer/features/clients/words.ts';
import { formatDate, formatDateTime } from '#renderer/lib/format.ts';

interface Props {
  readonly profile: Profile;
  readonly onEdit: () => void;
}

/** Left: what happened, newest first, with a note on top. Right: why it matters, what to ask, tags, facts. */
export function Overview({ profile, onEdit }: Props) {
  return (
    <div className={classes.columns}>
      <Stack gap="xs" mih={0}>
        <NoteBox key={profile.id} clientId={profile.id} />
        <Timeline key={profile.id} clientId={profile.id} />
      </Stack>
      <Stack gap="sm" className={classes.side}>
        <ChurnCard profile={profile} />
        <BudgetCard clientId={profile.id} />
        <QuestionCard profile={profile} onEdit={onEdit} />
        <TagEditor profile={profile} />
        <FactsCard profile={profile} />
      </Stack>
    </div>
  );
}

function ChurnCard({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  if (profile.churnReasons.length === 0) return null;
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb={4}>
        <Text fw={600}>{t('churn.title')}</Text>
        <Badge color={profile.churnScore >= 60 ? 'red' : profile.churnScore >= 30 ? 'orange' : 'gray'}>
          {profile.churnScore}
        </Badge>
      </Group>
      {profile.churnReasons.map(({ code, points, value }) => (
        <Group key={code} justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm">{t(`churn.${code}`, { value })}</Text>
          <Text size="sm" c="dimmed">
            +{points}
          </Text>
        </Group>
      ))}
    </Paper>
  );
}

function QuestionCard({ profile, onEdit }: Props) {
  const { t } = useClientWords();
  if (profile.nextQuestion === null) return null;
  const isField = !['CONSENT', 'RISK_TEST'].includes(profile.nextQuestion);
  return (
    <Alert
      p="sm"
      style={{ flexShrink: 0 }}
      icon={<IconMessageQuestion size={18} />}
      title={t('question.title')}
      color="brand"
    >
      <Text size="sm">{t(`question.${profile.nextQuestion}`)}</Text>
      {isField && (
        <Button mt={6} size="compact-xs" variant="light" onClick={onEdit}>
          {t('question.fill')}
        </Button>
      )}
    </Alert>
  );
}

function FactsCard({ profile }: { readonly profile: Profile }) {
  const { t } = useClientWords();
  const { client } = profile;
  const facts: [key: string, value: string | null][] = [
    ['lastReached', profile.lastReachedAt === null ? null : formatDateTime(profile.lastReachedAt)],
    ['lastLogin', profile.lastLoginAt === null ? null : formatDateTime(profile.lastLoginAt)],
    ['lastTrade', profile.lastTradeAt === null ? null : formatDate(profile.lastTradeAt)],
    ['nextTask', profile.nextTaskAt === null ? null : formatDateTime(profile.nextTaskAt)],
    ['nextMaturity', profile.nextMaturityOn],
    ['registered', client.registeredAt === null ? null : formatDate(client.registeredAt)],
    ['birthDay', client.birthDay],
    ['gender', client.gender && t(`gender.${client.gender}`)],
    ['occupation', client.occupation],
    ['incomeBand', client.incomeBand && t(`incomeBand.${client.incomeBand}`)],
    ['capacity', client.capacity && t(`capacity.${client.capacity}`)],
    ['otherPlatforms', client.otherPlatforms],
  ];
  return (
    <Paper withBorder p="sm">
      <Text fw={600} mb={4}>
        {t('facts')}
      </Text>
      <Stack gap={4}>
        {facts.map(([key, value]) => (
          <SimpleGrid key={key} cols={2} spacing="xs">
            <Text size="sm" c="dimmed">
              {t(`field.${key}`)}
            </Text>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {value || '—'}
            </Text>
          </SimpleGrid>
        ))}
      </Stack>
    </Paper>
  );
}
