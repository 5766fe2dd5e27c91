import { Badge, Button, Group, Text, Tooltip, type MantineColor } from '@mantine/core';
import { IconBrandWechat, IconGauge } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Drafts } from '#renderer/features/messages/use-message.ts';
import { useMessageWords } from '#renderer/features/messages/words.ts';
import { api } from '#renderer/lib/api.ts';
import { formatCount } from '#renderer/lib/format.ts';

const lights: Readonly<Record<Drafts['capacities'][number]['light'], MantineColor>> = {
  GREEN: 'teal',
  AMBER: 'yellow',
  RED: 'red',
  FULL: 'red',
};

/** How fast messages go out on this channel, against a safe pace. */
export function PaceLine({ drafts }: { readonly drafts: Drafts }) {
  const { t } = useMessageWords();
  const { pace } = drafts;
  return (
    <Group gap={8} wrap="nowrap" data-testid="pace" data-light={pace.light}>
      <IconGauge size={16} aria-hidden />
      <Text size="xs">{t('pace.label', { ...pace })}</Text>
      <Badge size="xs" color={lights[pace.light]}>
        {t(`pace.${pace.light}`)}
      </Badge>
    </Group>
  );
}

/** Whether the client is a WeChat contact of this manager's, in which account, and how full each account is. */
export function WechatFriend({ clientId, drafts }: { readonly clientId: string; readonly drafts: Drafts }) {
  const { t } = useMessageWords();
  const set = useMutation(api.messages.setFriend.mutationOptions());
  const error = (set.error as { code?: string } | null)?.code;
  return (
    <section aria-label={t('friend.title')}>
      <Text size="xs" c="dimmed" mb={4}>
        {drafts.accounts.length === 0 ? t('friend.none') : t('friend.title')}
      </Text>
      <Group gap={8}>
        {drafts.capacities.map((one) => {
          const { account, light } = one;
          const isFriend = drafts.accounts.includes(account);
          const name = t(`friend.${account}`);
          return (
            <Group key={account} gap={6} wrap="nowrap">
              <Button
                size="compact-xs"
                variant={isFriend ? 'light' : 'default'}
                aria-pressed={isFriend}
                leftSection={<IconBrandWechat size={14} />}
                disabled={light === 'FULL' && !isFriend}
                onClick={() => set.mutate({ clientId, account, isFriend: !isFriend })}
              >
                {isFriend ? t('friend.is', { account: name }) : name}
              </Button>
              <CapacityBadge capacity={one} />
            </Group>
          );
        })}
        {error && (
          <Text size="xs" c="red">
            {t(`failed.${error}`, { defaultValue: t('failed.UNKNOWN') })}
          </Text>
        )}
      </Group>
    </section>
  );
}

function CapacityBadge({ capacity }: { readonly capacity: Drafts['capacities'][number] }) {
  const { t } = useMessageWords();
  const { account, count, limit, raisedLimit, light } = capacity;
  const name = t(`friend.${account}`);
  const hint =
    light === 'FULL'
      ? t('friend.full', { account: name })
      : raisedLimit !== null && raisedLimit > limit
        ? t('raised', { limit: formatCount(raisedLimit) })
        : t('capacity', { account: name, count: formatCount(count), limit: formatCount(limit) });
  return (
    <Tooltip label={hint}>
      <Badge size="xs" color={lights[light]} data-account={account} data-light={light}>
        {formatCount(count)}/{formatCount(limit)}
      </Badge>
    </Tooltip>
  );
}
