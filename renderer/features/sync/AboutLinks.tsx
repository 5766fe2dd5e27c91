import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Act } from '#renderer/features/sync/acts.ts';

const mostNamed = 2;

/** Whom an act is about: the client or event, one press away, and how many more. */
export function AboutLinks({ about }: { readonly about: Act['about'] }) {
  const { t } = useTranslation('sync');
  const known = about.filter(({ name }) => name !== null);
  const [first] = known;
  if (!first)
    return (
      <Text size="sm" c="dimmed">
        {t('about.unknown')}
      </Text>
    );
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {known.slice(0, mostNamed).map(({ scope, name }, index) => (
        <span key={scope}>
          {index > 0 && t('about.and')}
          <AboutLink scope={scope} name={name ?? ''} />
        </span>
      ))}
      {known.length > mostNamed && ` ${t('about.more', { count: known.length - mostNamed })}`}
    </Text>
  );
}

function AboutLink({ scope, name }: { readonly scope: string; readonly name: string }) {
  const address = addressOf(scope);
  return address ? (
    <Anchor href={address} size="sm">
      {name}
    </Anchor>
  ) : (
    name
  );
}

/** The page of the client or event a scope names, or null where it names neither. */
export function addressOf(scope: string): string | null {
  const [kind, id] = scope.split(':');
  if (!id) return null;
  return kind === 'client' ? `#/clients/${id}` : kind === 'event' ? `#/events/${id}` : null;
}
