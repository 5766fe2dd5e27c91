import { Badge } from '@mantine/core';
import { IconBan, IconCheck, IconListCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { verdictColour } from '#renderer/lib/semantic.ts';

const looks = {
  ALLOW: { colour: verdictColour.ok, icon: <IconCheck size={12} /> },
  ALLOW_WITH_STEPS: { colour: verdictColour.steps, icon: <IconListCheck size={12} /> },
  BLOCK: { colour: verdictColour.blocked, icon: <IconBan size={12} /> },
} as const;

/** A verdict's outcome in one word, an icon and a colour. */
export function VerdictBadge({ outcome }: { readonly outcome: keyof typeof looks }) {
  const { t } = useTranslation('risk');
  const { colour, icon } = looks[outcome];
  return (
    <Badge color={colour} leftSection={icon}>
      {t(`outcome.${outcome}`)}
    </Badge>
  );
}
