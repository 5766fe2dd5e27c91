import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { BlockedPanel } from '#renderer/features/calls/BlockedPanel.tsx';
import { CallTimer } from '#renderer/features/calls/CallTimer.tsx';
import { DateChips, DatePicker } from '#renderer/features/calls/DatePrompt.tsx';
import { DayCounters } from '#renderer/features/calls/DayCounters.tsx';
import classes from '#renderer/features/calls/desk.module.css';
import { InvitePicker } from '#renderer/features/calls/InvitePicker.tsx';
import { LoggedBar } from '#renderer/features/calls/LoggedBar.tsx';
import { NoteBox } from '#renderer/features/calls/NoteBox.tsx';
import { OutcomePad } from '#renderer/features/calls/OutcomePad.tsx';
import { PromptHead } from '#renderer/features/calls/PromptHead.tsx';
import { SkipPicker } from '#renderer/features/calls/SkipPicker.tsx';
import type { Call } from '#renderer/features/calls/use-call.ts';
import type { Desk } from '#renderer/features/calls/use-desk.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';

interface Props {
  readonly desk: Desk;
  readonly call: Call;
}

/** The right side of the desk: timer, counters, note, outcomes, and what became of the call before. */
export function DeskSide({ desk, call }: Props) {
  const { act, now } = call;
  return (
    <section
      className={`${classes['column']} ${classes['panel']} ${classes['scroll']}`}
      style={{ padding: 12 }}
    >
      <Group justify="space-between" wrap="nowrap">
        <CallTimer {...call} onToggle={() => act({ kind: 'timer' })} />
        <DayCounters />
      </Group>
      {desk.card && <NoteBox call={call} />}
      {desk.card && <Middle desk={desk} call={call} />}
      <div style={{ marginTop: 'auto' }}>
        <LoggedBar
          calls={desk.calls}
          dates={desk.chips}
          now={now}
          isPicking={call.picking === 'logged'}
          onChip={(chip) => act({ kind: 'chip', chip })}
          onPick={call.pickDate}
          onCancelPick={() => act({ kind: 'cancel' })}
          onUndo={() => act({ kind: 'undo' })}
          onReturn={(failed) => {
            desk.calls.dismiss(failed.contactId);
            desk.open(failed.clientId);
          }}
        />
      </div>
    </section>
  );
}

function Middle({ desk, call }: Props) {
  const { act, mode, now } = call;
  const { card } = desk;
  const cancel = (): void => act({ kind: 'cancel' });
  if (!card) return null;
  if (mode === 'skip')
    return <SkipPicker onPick={(reason) => act({ kind: 'skipFor', reason })} onCancel={cancel} />;
  if (mode === 'invite') return <Invite call={call} />;
  if (mode === 'dnc') return <ConfirmDnc call={call} name={card.name} />;
  if (mode === 'date') return <CallbackDate desk={desk} call={call} />;
  const pick = (outcome: Parameters<React.ComponentProps<typeof OutcomePad>['onPick']>[0]): void =>
    act({ kind: 'outcome', outcome });
  if (!card.verdict.allowed) {
    return (
      <BlockedPanel verdict={card.verdict} now={now} onSkip={() => act({ kind: 'skip' })} onPick={pick} />
    );
  }
  return (
    <Stack gap={6}>
      <OutcomePad isInboundOnly={false} onPick={pick} />
      <OtherKeys call={call} />
    </Stack>
  );
}

function OtherKeys({ call }: { call: Call }) {
  const { t } = useCallWords();
  const keys = [
    ['N', 'skip'],
    ['G', 'invite'],
    ['K', 'risk'],
    ['B', 'back'],
  ] as const;
  return (
    <Group gap={4} justify="space-between">
      {keys.map(([key, kind]) => (
        <Button
          key={kind}
          size="compact-xs"
          variant="subtle"
          color="gray"
          tabIndex={-1}
          leftSection={<Kbd size="xs">{key}</Kbd>}
          onClick={() => call.act({ kind })}
        >
          {t(`key.${kind}`)}
        </Button>
      ))}
    </Group>
  );
}

function Invite({ call }: { call: Call }) {
  return (
    <InvitePicker
      onPick={(index) => call.act({ kind: 'choose', index })}
      onCancel={() => call.act({ kind: 'cancel' })}
    />
  );
}

function ConfirmDnc({ call, name }: { call: Call; name: string }) {
  const { t } = useCallWords();
  return (
    <Alert color="red" icon={<IconBan size={18} />} title={t('dnc.title', { name })} role="alertdialog">
      <Text size="sm">{t('dnc.text')}</Text>
      <Group mt="sm" gap={6}>
        <Button
          color="red"
          tabIndex={-1}
          rightSection={<Kbd size="xs">D</Kbd>}
          onClick={() => call.act({ kind: 'outcome', outcome: 'DNC' })}
        >
          {t('dnc.confirm')}
        </Button>
        <Button
          variant="default"
          tabIndex={-1}
          rightSection={<Kbd size="xs">Esc</Kbd>}
          onClick={() => call.act({ kind: 'cancel' })}
        >
          {t('cancel')}
        </Button>
      </Group>
    </Alert>
  );
}

function CallbackDate({ desk, call }: Props) {
  const { t } = useCallWords();
  return (
    <Stack gap={6} data-prompt="callback">
      <PromptHead title={t('date.callback')} onCancel={() => call.act({ kind: 'cancel' })} />
      {desk.chips && call.picking === null && (
        <DateChips dates={desk.chips} now={call.now} onChip={(chip) => call.act({ kind: 'chip', chip })} />
      )}
      {call.picking === 'callback' && (
        <DatePicker
          initial={desk.chips?.plus1 ?? call.now}
          onPick={call.pickDate}
          onCancel={() => call.act({ kind: 'cancel' })}
        />
      )}
    </Stack>
  );
}
