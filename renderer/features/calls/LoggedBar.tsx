import { Alert, Button, CloseButton, Group, Kbd, Loader, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { isMovable } from '#core/calls/follow-up.ts';
import { DateChips, DatePicker, type ChipDates } from '#renderer/features/calls/DatePrompt.tsx';
import type { Chip } from '#renderer/features/calls/desk-keys.ts';
import classes from '#renderer/features/calls/desk.module.css';
import type { LoggedCall } from '#renderer/features/calls/logged-calls.ts';
import type { LoggedCalls } from '#renderer/features/calls/use-logged-calls.ts';
import { useCallWords } from '#renderer/features/calls/words.ts';
import { ChangeMark } from '#renderer/features/sync/ChangeMark.tsx';

interface Props {
  readonly calls: LoggedCalls;
  readonly dates: ChipDates | undefined;
  readonly now: number;
  readonly isPicking: boolean;
  readonly onChip: (chip: Chip) => void;
  readonly onPick: (at: number) => void;
  readonly onCancelPick: () => void;
  readonly onUndo: () => void;
  readonly onReturn: (call: LoggedCall) => void;
}

/** What became of the call just logged: saving, saved, its next step, and ten seconds to take it back. */
export function LoggedBar(props: Props) {
  const { calls, now, dates } = props;
  const { last } = calls;
  const { t } = useCallWords();
  const left = last ? Math.ceil((last.undoUntil - now) / 1000) : 0;
  const canUndo = last?.state === 'saving' || (last?.state === 'saved' && left > 0);
  const hasStep = last?.tasks.some(({ kind }) => isMovable(kind)) ?? false;
  return (
    <Stack gap={6} aria-live="polite">
      {calls.failed.map((call) => (
        <Failed key={call.contactId} call={call} calls={calls} onReturn={() => props.onReturn(call)} />
      ))}
      {last && (
        <div className={classes['panel']} style={{ padding: '6px 8px' }} data-logged={last.state}>
          <Group justify="space-between" wrap="nowrap" gap={6}>
            <LastLine call={last} />
            {canUndo && (
              <Button
                size="compact-xs"
                variant="subtle"
                tabIndex={-1}
                style={{ flexShrink: 0 }}
                leftSection={<IconArrowBackUp size={14} />}
                rightSection={<Kbd size="xs">Z</Kbd>}
                onClick={props.onUndo}
              >
                {Number.isFinite(left) ? t('logged.undoIn', { seconds: left }) : t('logged.undo')}
              </Button>
            )}
          </Group>
          <NextStep call={last} now={now} />
          {last.isGone && (
            <Text size="xs" c="dimmed" pl={20}>
              {t('logged.gone')}
            </Text>
          )}
          {last.errorCode && (
            <Text size="xs" c="red">
              {t(`failed.${last.errorCode}`, { defaultValue: t('failed.UNKNOWN') })}
            </Text>
          )}
          {last.state === 'saved' && canUndo && hasStep && dates && !props.isPicking && (
            <DateChips dates={dates} now={now} onChip={props.onChip} />
          )}
          {props.isPicking && (
            <DatePicker
              initial={last.tasks[0]?.dueAt ?? dates?.plus1 ?? now}
              onPick={props.onPick}
              onCancel={props.onCancelPick}
            />
          )}
        </div>
      )}
    </Stack>
  );
}

function LastLine({ call }: { call: LoggedCall }) {
  const { t } = useCallWords();
  return (
    <Group gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
      {call.state === 'saving' ? <Loader size={12} /> : <IconCheck size={14} aria-hidden />}
      <Text size="xs" truncate td={call.state === 'undone' ? 'line-through' : undefined}>
        {t(`logged.${call.state}`)} {call.name} · {t(`outcome.${call.outcome}`)}
      </Text>
      {call.state === 'saved' && <ChangeMark entity="contact" id={call.contactId} />}
    </Group>
  );
}

function NextStep({ call, now }: { call: LoggedCall; now: number }) {
  const { t, moment } = useCallWords();
  const [step] = call.tasks;
  if (!step || call.state !== 'saved') return null;
  return (
    <Text size="xs" c="dimmed" pl={20} mb={4}>
      {t('logged.next', { step: t(`step.${step.kind}`), when: moment(step.dueAt, now) })}
    </Text>
  );
}

function Failed({ call, calls, onReturn }: { call: LoggedCall; calls: LoggedCalls; onReturn: () => void }) {
  const { t } = useCallWords();
  return (
    <Alert color="red" p={8} role="alert">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap={6}>
        <div>
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {t('logged.failed')} {call.name} · {t(`outcome.${call.outcome}`)}:{' '}
            {t(`failed.${call.errorCode}`, { defaultValue: t('failed.UNKNOWN') })}
          </Text>
          <Button
            mt={4}
            size="compact-xs"
            variant="default"
            onClick={onReturn}
            tabIndex={-1}
            rightSection={<Kbd size="xs">E</Kbd>}
          >
            {t('logged.return')}
          </Button>
        </div>
        <CloseButton
          size="xs"
          onClick={() => calls.dismiss(call.contactId)}
          aria-label={t('logged.dismiss')}
        />
      </Group>
    </Alert>
  );
}
