import { Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Standing } from '#core/risk/level.ts';
import { ErrorState } from '#renderer/components/ErrorState.tsx';
import { levelEnd } from '#renderer/features/risk/level-end.ts';
import { useRiskWords } from '#renderer/features/risk/words.ts';
import { api } from '#renderer/lib/api.ts';

interface Props {
  readonly clientId: string;
  readonly purpose: string;
  readonly onChoose: (purpose: string) => void;
}

/** Which questionnaire: what each is for, its version in force, and where the client's level of it stands. */
export function PurposeStep({ clientId, purpose, onChoose }: Props) {
  const { t, say } = useRiskWords();
  const { data, error } = useQuery(api.risk.purposes.queryOptions({ input: { clientId } }));
  if (error) return <ErrorState error={error} />;
  if (!data) return <Skeleton height={90} maw={920} mx="auto" mb="sm" />;
  return (
    <Group grow maw={920} mx="auto" mb="sm" align="stretch" role="group" aria-label={t('purpose.title')}>
      {data.map((one) => (
        <Paper key={one.id} withBorder p="sm" data-testid={`purpose-${one.id}`}>
          <Stack gap={4} h="100%" justify="space-between">
            <div>
              <Group justify="space-between" wrap="nowrap">
                <Title order={3}>{say(one.title)}</Title>
                {one.standing && <LevelBadge standing={one.standing} />}
              </Group>
              <Text size="sm" c="dimmed">
                {say(one.text)}
              </Text>
            </div>
            <Group justify="space-between" wrap="nowrap">
              <Text size="xs" c="dimmed">
                {one.version === null
                  ? t('purpose.none')
                  : t('purpose.sheet', {
                      title: one.sheetTitle ? say(one.sheetTitle) : one.sheetId,
                      version: one.version,
                      count: one.questions,
                    })}
              </Text>
              {one.id === purpose ? (
                <Badge>{t('purpose.chosen')}</Badge>
              ) : (
                <Button
                  size="xs"
                  flex="none"
                  variant="default"
                  disabled={one.version === null}
                  onClick={() => onChoose(one.id)}
                >
                  {t('purpose.choose')}
                </Button>
              )}
            </Group>
          </Stack>
        </Paper>
      ))}
    </Group>
  );
}

function LevelBadge({ standing }: { readonly standing: Standing }) {
  const { t } = useRiskWords();
  const { how, day } = levelEnd(standing);
  return (
    <Badge color={how === 'standing' ? 'gray' : 'orange'}>
      {t(`purpose.${how}`, { level: standing.level, day })}
    </Badge>
  );
}
