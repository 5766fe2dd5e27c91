import { Alert, Button, Card, Divider, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDeskLink } from '#core/venue/pairing.ts';
import { venueFailureWords } from '#renderer/features/venue/use-venue.ts';
import { api, client } from '#renderer/lib/api.ts';

const lookMs = 2_000;

type JoinBy = Parameters<typeof client.venue.join>[0]['by'];

/** Joins a hub: by its scanned code, or by address and typed code; hubs found on the LAN fill in the address. */
export function JoinCard({ eventId }: { readonly eventId: string }) {
  const { t } = useTranslation('venue');
  const [link, setLink] = useState('');
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isJoining, setJoining] = useState(false);
  const join = async (by: JoinBy): Promise<void> => {
    setJoining(true);
    setProblem(null);
    try {
      const { hubName } = await client.venue.join({ eventId, by });
      notifications.show({ color: 'teal', message: t('join.done', { name: hubName }) });
    } catch (error) {
      setProblem(venueFailureWords(error));
      // A scanned code is good once: the next scan begins with an empty field.
      setLink('');
    }
    setJoining(false);
  };
  return (
    <Card withBorder>
      <Title order={2} size="h3">
        {t('join.title')}
      </Title>
      <Text my="xs">{t('join.text')}</Text>
      {problem && (
        <Alert
          color="red"
          icon={<IconAlertTriangle size={16} />}
          mb="xs"
          role="alert"
          data-testid="join-problem"
        >
          {problem}
        </Alert>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void join(link.trim() === '' ? { address, code } : { link });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('join.link')}
            value={link}
            onChange={({ currentTarget }) => {
              setLink(currentTarget.value);
              // A whole code joins at once: scanners differ in whether they send Enter.
              if (readDeskLink(currentTarget.value) && !isJoining) void join({ link: currentTarget.value });
            }}
            autoComplete="off"
            spellCheck={false}
            data-testid="hub-link"
          />
          <Divider label={t('join.or')} />
          <FoundHubs onPick={setAddress} />
          <Group grow align="flex-start">
            <TextInput
              label={t('join.address')}
              description={t('join.addressHint')}
              value={address}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-testid="hub-address"
            />
            <TextInput
              label={t('join.code')}
              description={t('join.codeHint')}
              value={code}
              onChange={({ currentTarget }) => setCode(currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-testid="hub-code"
            />
          </Group>
          <Group justify="flex-end">
            <Button
              type="submit"
              size="md"
              leftSection={<IconPlugConnected size={18} />}
              loading={isJoining}
              data-testid="join-hub"
            >
              {t('join.act')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function FoundHubs({ onPick }: { readonly onPick: (address: string) => void }) {
  const { t } = useTranslation('venue');
  const { data = [] } = useQuery(api.venue.find.queryOptions({ refetchInterval: lookMs, staleTime: 0 }));
  return (
    <div aria-live="polite">
      <Text size="sm" fw={500}>
        {t('join.found')}
      </Text>
      {data.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('join.none')}
        </Text>
      )}
      {data.map(({ name, host, port, mark }) => (
        <Button
          key={`${mark} ${host} ${port}`}
          variant="light"
          size="xs"
          mr="xs"
          mt={4}
          onClick={() => onPick(`${host}:${port}`)}
        >
          {`${t('join.pick', { name })} · ${host}:${port}`}
        </Button>
      ))}
    </div>
  );
}
