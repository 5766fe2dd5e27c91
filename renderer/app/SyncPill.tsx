import { Badge, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { looksOf } from '#renderer/features/sync/phase-looks.ts';
import { pillWords } from '#renderer/features/sync/pill-words.ts';
import { api } from '#renderer/lib/api.ts';

/** Tells in words where this workstation stands with the centre; leads to the sync screen. */
export function SyncPill() {
  const { t } = useTranslation('sync');
  const { data: status } = useQuery(api.sync.status.queryOptions());
  if (!status) return null;
  const { colour, icon: Icon } = looksOf(status);
  const { short, lines } = pillWords(t, status);
  return (
    <Tooltip
      multiline
      maw={340}
      label={lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      events={{ hover: true, focus: true, touch: false }}
    >
      <Badge
        component={Link}
        to="/sync"
        color={colour}
        size="lg"
        radius="xl"
        fw={500}
        style={{ cursor: 'pointer', flexShrink: 0 }}
        leftSection={<Icon size={14} aria-hidden />}
        data-testid="sync-pill"
        data-phase={status.phase}
        data-problem={status.problem ?? undefined}
        data-pending={status.pending}
      >
        {short}
      </Badge>
    </Tooltip>
  );
}
